// Package driver is what every virtual card's driver is made from: the
// environment it works in, its options, and its entry in the list of models.
//
// A model is a driver with a probe and no remove: all that its probe acquires
// is a managed resource of the device, so unbinding is releasing. Package gallery
// shows what else there is.
package driver
