// Package archtest holds the tests of what no compiler checks: which package may
// know which, where unsafe and go-fuse may be used, and that what is exported
// says what it is.
package archtest
