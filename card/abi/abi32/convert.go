package abi32

import "reflect"

// Convert fills the struct or number at dst from the one at src: each field from
// that of the same name, and numbers cut off or extended as C does. It is for both
// directions between a struct of this package and its counterpart of package abi.
func Convert[To, From any](dst *To, src *From) {
	convert(reflect.ValueOf(dst).Elem(), reflect.ValueOf(src).Elem())
}

func convert(dst, src reflect.Value) {
	switch {
	case dst.Type() == src.Type():
		dst.Set(src)
	case dst.Kind() == reflect.Struct:
		for i := range dst.NumField() {
			if name := dst.Type().Field(i).Name; name != "_" {
				convert(dst.Field(i), src.FieldByName(name))
			}
		}
	case dst.Kind() == reflect.Array: // of reserved bytes, of which one may have more
		reflect.Copy(dst, src)
	default:
		dst.Set(src.Convert(dst.Type()))
	}
}
