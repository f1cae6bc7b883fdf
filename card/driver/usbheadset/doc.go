// Package usbheadset is the model usb-headset: a USB headset with stereo
// playback and a mono microphone.
//
// Its driver name is USB-Audio, so alsa-lib makes `default` dmix for playback
// and dsnoop for capture, and programs mix without being told to.
package usbheadset
