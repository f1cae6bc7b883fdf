package devres

// An Option sets up a [Resources].
type Option func(*Resources)

// WithTrace has fn told of each operation, in the order in which they take
// effect; calls do not overlap. Single removals, [Destroy], [Release] and
// [Resources.ReleaseAction] show as [OpRemove], the entries of
// [Resources.ReleaseAll] and [Resources.ReleaseGroup] as [OpRelease], before
// their release functions run. Group markers are not shown.
//
// fn is called with the list locked: it must not call into the same Resources,
// and nobody may do so while holding a lock that fn takes.
func WithTrace(fn func(Event)) Option {
	return func(r *Resources) { r.trace = fn }
}

// WithAlloc asks fn before anything is added, by the name of the entry or
// "grp<" for a group. The error it returns refuses the add, as -ENOMEM does in
// the kernel, and is wrapped in the error that the caller sees. A test can
// so fail a probe at each of its steps in turn.
//
// fn is called with the list locked: it must not call into the same Resources.
func WithAlloc(fn func(name string) error) Option {
	return func(r *Resources) { r.alloc = fn }
}
