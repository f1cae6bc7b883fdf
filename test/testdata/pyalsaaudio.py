"""Does with pyalsaaudio what the test asks for: WHAT [ARGUMENT]..."""

import select
import sys
import wave

import alsaaudio

PERIOD = 1024  # frames


def play(device, path):
    pcm = alsaaudio.PCM(alsaaudio.PCM_PLAYBACK, device=device)
    pcm.setchannels(2)
    pcm.setrate(48000)
    pcm.setformat(alsaaudio.PCM_FORMAT_S16_LE)
    pcm.setperiodsize(PERIOD)
    with wave.open(path) as song:
        while period := song.readframes(PERIOD):
            pcm.write(period)
    pcm.close()


def show():
    print(alsaaudio.cards(), alsaaudio.card_name(0)[0])
    for name in alsaaudio.mixers():
        mixer = alsaaudio.Mixer(name)
        print(name, mixer.volumecap(), mixer.switchcap())


def captures(mixer):
    return "Capture Volume" in mixer.volumecap()


def levels(mixer):
    if captures(mixer):
        return mixer.getvolume(alsaaudio.PCM_CAPTURE), mixer.getrec()
    return mixer.getvolume(), mixer.getmute()


def get(name):
    print(*levels(alsaaudio.Mixer(name)))


def put(name, volume, mute):
    mixer = alsaaudio.Mixer(name)
    if captures(mixer):
        mixer.setvolume(int(volume), alsaaudio.MIXER_CHANNEL_ALL, alsaaudio.PCM_CAPTURE)
        mixer.setrec(1 - int(mute))
    else:
        mixer.setvolume(int(volume))
        mixer.setmute(int(mute))


def watch(name):
    """Says what has become of a mixer at each event of its descriptors."""
    mixer = alsaaudio.Mixer(name)
    poll = select.poll()
    for descriptor, events in mixer.polldescriptors():
        poll.register(descriptor, events)
    print("ready", flush=True)
    while poll.poll():
        mixer.handleevents()
        print(*levels(mixer), flush=True)


{"play": play, "show": show, "get": get, "put": put, "watch": watch}[sys.argv[1]](*sys.argv[2:])
