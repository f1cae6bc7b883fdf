package pcm

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
)

// AddList adds the list of all PCMs to /proc/asound.
func AddList(core *card.Core) {
	core.Info().Text("pcm", func(b *strings.Builder) { list(core, b) })
}

// list is snd_pcm_proc_read.
func list(core *card.Core, b *strings.Builder) {
	for _, c := range core.Cards() {
		all := pcmsOf(c)
		slices.SortFunc(all, func(x, y *PCM) int { return cmp.Compare(x.config.Device, y.config.Device) })
		for _, p := range all {
			if p.visible.Load() {
				p.summarize(b)
			}
		}
	}
}

func (p *PCM) summarize(b *strings.Builder) {
	fmt.Fprintf(b, "%02d-%02d: %s : %s", p.card.Number(), p.config.Device, p.config.ID, p.config.Name)
	p.each(func(st *stream) {
		fmt.Fprintf(b, " : %s %d", strings.ToLower(st.direction.String()), len(st.substreams))
	})
	b.WriteByte('\n')
}

// addTexts gives a direction its folder in the card's (snd_pcm_stream_proc_init,
// snd_pcm_substream_proc_init).
func (st *stream) addTexts() {
	folder := st.pcm.card.Texts().Folder(fmt.Sprintf("pcm%d%c", st.pcm.config.Device, st.letter()))
	if len(st.substreams) > 0 {
		folder.Text("info", st.substreams[0].writeInfo)
	}
	for _, s := range st.substreams {
		sub := folder.Folder(fmt.Sprintf("sub%d", s.number))
		sub.Text("info", s.writeInfo)
		sub.Text("hw_params", s.whenSet((*Substream).writeHwParamsLocked))
		sub.Text("sw_params", s.whenSet((*Substream).writeSwParamsLocked))
		sub.Text("status", s.whenOpen((*Substream).writeStatusLocked))
	}
}

// whenOpen writes about an open substream; one that is not is closed.
func (s *Substream) whenOpen(write func(*Substream, *strings.Builder)) func(*strings.Builder) {
	return func(b *strings.Builder) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.engine == nil {
			b.WriteString("closed\n")
			return
		}
		write(s, b)
	}
}

// whenSet writes about a substream that has parameters.
func (s *Substream) whenSet(write func(*Substream, *strings.Builder)) func(*strings.Builder) {
	return s.whenOpen(func(s *Substream, b *strings.Builder) {
		if unset(s.state) {
			b.WriteString("no setup\n")
			return
		}
		write(s, b)
	})
}

// writeInfo is snd_pcm_proc_info_read.
func (s *Substream) writeInfo(b *strings.Builder) {
	i := s.info()
	fmt.Fprintf(b, "card: %d\ndevice: %d\nsubdevice: %d\nstream: %v\n", i.Card, i.Device, i.Subdevice, i.Stream)
	fmt.Fprintf(b, "id: %s\nname: %s\nsubname: %s\n", s.pcm.config.ID, s.pcm.config.Name, subname(s.number))
	fmt.Fprintf(b, "class: %d\nsubclass: %d\n", i.DevClass, i.DevSubclass)
	fmt.Fprintf(b, "subdevices_count: %d\nsubdevices_avail: %d\n", i.SubdevicesCount, i.SubdevicesAvail)
}

// writeHwParamsLocked is snd_pcm_substream_proc_hw_params_read.
func (s *Substream) writeHwParamsLocked(b *strings.Builder) {
	p := s.params
	fmt.Fprintf(b, "access: %v\nformat: %v\nsubformat: %v\n", p.Access, p.Format, abi.SNDRV_PCM_SUBFORMAT_STD)
	fmt.Fprintf(b, "channels: %d\nrate: %d (%d/1)\n", p.Channels, p.RateHz, p.RateHz)
	fmt.Fprintf(b, "period_size: %d\nbuffer_size: %d\n", p.PeriodSize, p.BufferSize)
}

// writeSwParamsLocked is snd_pcm_substream_proc_sw_params_read.
func (s *Substream) writeSwParamsLocked(b *strings.Builder) {
	mode := "NONE"
	if s.sw.TstampMode == abi.SNDRV_PCM_TSTAMP_ENABLE {
		mode = "ENABLE"
	}
	fmt.Fprintf(b, "tstamp_mode: %s\nperiod_step: %d\navail_min: %d\n", mode, s.sw.PeriodStep, s.pages.availMin())
	fmt.Fprintf(b, "start_threshold: %d\nstop_threshold: %d\n", s.sw.StartThreshold, s.sw.StopThreshold)
	fmt.Fprintf(b, "silence_threshold: %d\nsilence_size: %d\n", s.sw.SilenceThreshold, s.sw.SilenceSize)
	fmt.Fprintf(b, "boundary: %d\n", s.params.Boundary)
}

// writeStatusLocked is snd_pcm_substream_proc_status_read. It looks at the stream as
// the ioctl STATUS does.
func (s *Substream) writeStatusLocked(b *strings.Builder) {
	st := s.lookAllLocked(0)
	fmt.Fprintf(b, "state: %v\nowner_pid   : %d\n", st.State, s.owner)
	fmt.Fprintf(b, "trigger_time: %d.%09d\n", st.TriggerTstamp.Sec, st.TriggerTstamp.Nsec)
	fmt.Fprintf(b, "tstamp      : %d.%09d\n", st.Tstamp.Sec, st.Tstamp.Nsec)
	fmt.Fprintf(b, "delay       : %d\navail       : %d\navail_max   : %d\n", st.Delay, st.Avail, st.AvailMax)
	b.WriteString("-----\n")
	p := s.pointersLocked()
	fmt.Fprintf(b, "hw_ptr      : %d\nappl_ptr    : %d\n", p.hw, p.appl)
}
