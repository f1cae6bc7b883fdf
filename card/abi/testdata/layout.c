/*
 * Prints the layout of the ALSA user ABI as the installed headers declare it:
 *
 *	sizeof STRUCT BYTES
 *	field STRUCT.FIELD OFFSET BYTES
 *	ioctl NAME NUMBER
 *	const NAME VALUE
 *
 * Left out: bit fields, which have no offset; the protocol versions and what
 * became of hw_params' reserved bytes, which differ from header to header.
 */
#include <stddef.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <time.h>

#include <sound/asound.h>
#include <sound/tlv.h>

#define SIZE(s) printf("sizeof %s %zu\n", #s, sizeof(struct s))
#define FIELD(s, f) \
	printf("field %s.%s %zu %zu\n", #s, #f, offsetof(struct s, f), sizeof(((struct s *)0)->f))
#define IOCTL(c) printf("ioctl %s 0x%08x\n", #c, (unsigned int)(c))
#define CONST(c) printf("const %s %lld\n", #c, (long long)(c))

static void pcm_structs(void)
{
	SIZE(snd_pcm_info);
	FIELD(snd_pcm_info, device);
	FIELD(snd_pcm_info, subdevice);
	FIELD(snd_pcm_info, stream);
	FIELD(snd_pcm_info, card);
	FIELD(snd_pcm_info, id);
	FIELD(snd_pcm_info, name);
	FIELD(snd_pcm_info, subname);
	FIELD(snd_pcm_info, dev_class);
	FIELD(snd_pcm_info, dev_subclass);
	FIELD(snd_pcm_info, subdevices_count);
	FIELD(snd_pcm_info, subdevices_avail);
	FIELD(snd_pcm_info, sync);
	FIELD(snd_pcm_info, reserved);

	SIZE(snd_pcm_channel_info);
	FIELD(snd_pcm_channel_info, channel);
	FIELD(snd_pcm_channel_info, offset);
	FIELD(snd_pcm_channel_info, first);
	FIELD(snd_pcm_channel_info, step);

	SIZE(snd_pcm_status);
	FIELD(snd_pcm_status, state);
	FIELD(snd_pcm_status, trigger_tstamp);
	FIELD(snd_pcm_status, tstamp);
	FIELD(snd_pcm_status, appl_ptr);
	FIELD(snd_pcm_status, hw_ptr);
	FIELD(snd_pcm_status, delay);
	FIELD(snd_pcm_status, avail);
	FIELD(snd_pcm_status, avail_max);
	FIELD(snd_pcm_status, overrange);
	FIELD(snd_pcm_status, suspended_state);
	FIELD(snd_pcm_status, audio_tstamp_data);
	FIELD(snd_pcm_status, audio_tstamp);
	FIELD(snd_pcm_status, driver_tstamp);
	FIELD(snd_pcm_status, audio_tstamp_accuracy);
	FIELD(snd_pcm_status, reserved);

	SIZE(snd_pcm_mmap_status);
	FIELD(snd_pcm_mmap_status, state);
	FIELD(snd_pcm_mmap_status, hw_ptr);
	FIELD(snd_pcm_mmap_status, tstamp);
	FIELD(snd_pcm_mmap_status, suspended_state);
	FIELD(snd_pcm_mmap_status, audio_tstamp);

	SIZE(snd_pcm_mmap_control);
	FIELD(snd_pcm_mmap_control, appl_ptr);
	FIELD(snd_pcm_mmap_control, avail_min);

	SIZE(snd_pcm_sync_ptr);
	FIELD(snd_pcm_sync_ptr, flags);
	FIELD(snd_pcm_sync_ptr, s.status);
	FIELD(snd_pcm_sync_ptr, c.control);

	SIZE(snd_xferi);
	FIELD(snd_xferi, result);
	FIELD(snd_xferi, buf);
	FIELD(snd_xferi, frames);

	SIZE(snd_xfern);
	FIELD(snd_xfern, result);
	FIELD(snd_xfern, bufs);
	FIELD(snd_xfern, frames);

	SIZE(timespec);
	FIELD(timespec, tv_sec);
	FIELD(timespec, tv_nsec);

	SIZE(snd_mask);
	FIELD(snd_mask, bits);

	SIZE(snd_interval);
	FIELD(snd_interval, min);
	FIELD(snd_interval, max);

	SIZE(snd_pcm_hw_params);
	FIELD(snd_pcm_hw_params, flags);
	FIELD(snd_pcm_hw_params, masks);
	FIELD(snd_pcm_hw_params, mres);
	FIELD(snd_pcm_hw_params, intervals);
	FIELD(snd_pcm_hw_params, ires);
	FIELD(snd_pcm_hw_params, rmask);
	FIELD(snd_pcm_hw_params, cmask);
	FIELD(snd_pcm_hw_params, info);
	FIELD(snd_pcm_hw_params, msbits);
	FIELD(snd_pcm_hw_params, rate_num);
	FIELD(snd_pcm_hw_params, rate_den);
	FIELD(snd_pcm_hw_params, fifo_size);

	SIZE(snd_pcm_sw_params);
	FIELD(snd_pcm_sw_params, tstamp_mode);
	FIELD(snd_pcm_sw_params, period_step);
	FIELD(snd_pcm_sw_params, sleep_min);
	FIELD(snd_pcm_sw_params, avail_min);
	FIELD(snd_pcm_sw_params, xfer_align);
	FIELD(snd_pcm_sw_params, start_threshold);
	FIELD(snd_pcm_sw_params, stop_threshold);
	FIELD(snd_pcm_sw_params, silence_threshold);
	FIELD(snd_pcm_sw_params, silence_size);
	FIELD(snd_pcm_sw_params, boundary);
	FIELD(snd_pcm_sw_params, proto);
	FIELD(snd_pcm_sw_params, tstamp_type);
	FIELD(snd_pcm_sw_params, reserved);
}

static void control_structs(void)
{
	SIZE(snd_ctl_card_info);
	FIELD(snd_ctl_card_info, card);
	FIELD(snd_ctl_card_info, pad);
	FIELD(snd_ctl_card_info, id);
	FIELD(snd_ctl_card_info, driver);
	FIELD(snd_ctl_card_info, name);
	FIELD(snd_ctl_card_info, longname);
	FIELD(snd_ctl_card_info, reserved_);
	FIELD(snd_ctl_card_info, mixername);
	FIELD(snd_ctl_card_info, components);

	SIZE(snd_ctl_elem_id);
	FIELD(snd_ctl_elem_id, numid);
	FIELD(snd_ctl_elem_id, iface);
	FIELD(snd_ctl_elem_id, device);
	FIELD(snd_ctl_elem_id, subdevice);
	FIELD(snd_ctl_elem_id, name);
	FIELD(snd_ctl_elem_id, index);

	SIZE(snd_ctl_elem_list);
	FIELD(snd_ctl_elem_list, offset);
	FIELD(snd_ctl_elem_list, space);
	FIELD(snd_ctl_elem_list, used);
	FIELD(snd_ctl_elem_list, count);
	FIELD(snd_ctl_elem_list, pids);
	FIELD(snd_ctl_elem_list, reserved);

	SIZE(snd_ctl_elem_info);
	FIELD(snd_ctl_elem_info, id);
	FIELD(snd_ctl_elem_info, type);
	FIELD(snd_ctl_elem_info, access);
	FIELD(snd_ctl_elem_info, count);
	FIELD(snd_ctl_elem_info, owner);
	FIELD(snd_ctl_elem_info, value.reserved);
	FIELD(snd_ctl_elem_info, value.integer.min);
	FIELD(snd_ctl_elem_info, value.integer.max);
	FIELD(snd_ctl_elem_info, value.integer.step);
	FIELD(snd_ctl_elem_info, value.integer64.min);
	FIELD(snd_ctl_elem_info, value.integer64.max);
	FIELD(snd_ctl_elem_info, value.integer64.step);
	FIELD(snd_ctl_elem_info, value.enumerated.items);
	FIELD(snd_ctl_elem_info, value.enumerated.item);
	FIELD(snd_ctl_elem_info, value.enumerated.name);
	FIELD(snd_ctl_elem_info, value.enumerated.names_ptr);
	FIELD(snd_ctl_elem_info, value.enumerated.names_length);
	FIELD(snd_ctl_elem_info, reserved);

	SIZE(snd_ctl_elem_value);
	FIELD(snd_ctl_elem_value, id);
	FIELD(snd_ctl_elem_value, value.integer.value);
	FIELD(snd_ctl_elem_value, value.integer64.value);
	FIELD(snd_ctl_elem_value, value.enumerated.item);
	FIELD(snd_ctl_elem_value, value.bytes.data);
	FIELD(snd_ctl_elem_value, value.iec958);
	FIELD(snd_ctl_elem_value, reserved);

	SIZE(snd_aes_iec958);
	FIELD(snd_aes_iec958, status);
	FIELD(snd_aes_iec958, subcode);
	FIELD(snd_aes_iec958, pad);
	FIELD(snd_aes_iec958, dig_subframe);

	SIZE(snd_ctl_tlv);
	FIELD(snd_ctl_tlv, numid);
	FIELD(snd_ctl_tlv, length);

	SIZE(snd_ctl_event);
	FIELD(snd_ctl_event, type);
	FIELD(snd_ctl_event, data.elem.mask);
	FIELD(snd_ctl_event, data.elem.id);

	SIZE(snd_hwdep_info);
	FIELD(snd_hwdep_info, device);
	FIELD(snd_hwdep_info, card);
	FIELD(snd_hwdep_info, id);
	FIELD(snd_hwdep_info, name);
	FIELD(snd_hwdep_info, iface);
	FIELD(snd_hwdep_info, reserved);

	SIZE(snd_rawmidi_info);
	FIELD(snd_rawmidi_info, device);
	FIELD(snd_rawmidi_info, subdevice);
	FIELD(snd_rawmidi_info, stream);
	FIELD(snd_rawmidi_info, card);
	FIELD(snd_rawmidi_info, flags);
	FIELD(snd_rawmidi_info, id);
	FIELD(snd_rawmidi_info, name);
	FIELD(snd_rawmidi_info, subname);
	FIELD(snd_rawmidi_info, subdevices_count);
	FIELD(snd_rawmidi_info, subdevices_avail);
	FIELD(snd_rawmidi_info, reserved);
}

static void timer_structs(void)
{
	SIZE(snd_timer_id);
	FIELD(snd_timer_id, dev_class);
	FIELD(snd_timer_id, dev_sclass);
	FIELD(snd_timer_id, card);
	FIELD(snd_timer_id, device);
	FIELD(snd_timer_id, subdevice);

	SIZE(snd_timer_ginfo);
	FIELD(snd_timer_ginfo, tid);
	FIELD(snd_timer_ginfo, flags);
	FIELD(snd_timer_ginfo, card);
	FIELD(snd_timer_ginfo, id);
	FIELD(snd_timer_ginfo, name);
	FIELD(snd_timer_ginfo, reserved0);
	FIELD(snd_timer_ginfo, resolution);
	FIELD(snd_timer_ginfo, resolution_min);
	FIELD(snd_timer_ginfo, resolution_max);
	FIELD(snd_timer_ginfo, clients);
	FIELD(snd_timer_ginfo, reserved);

	SIZE(snd_timer_gparams);
	FIELD(snd_timer_gparams, tid);
	FIELD(snd_timer_gparams, period_num);
	FIELD(snd_timer_gparams, period_den);
	FIELD(snd_timer_gparams, reserved);

	SIZE(snd_timer_gstatus);
	FIELD(snd_timer_gstatus, tid);
	FIELD(snd_timer_gstatus, resolution);
	FIELD(snd_timer_gstatus, resolution_num);
	FIELD(snd_timer_gstatus, resolution_den);
	FIELD(snd_timer_gstatus, reserved);

	SIZE(snd_timer_select);
	FIELD(snd_timer_select, id);
	FIELD(snd_timer_select, reserved);

	SIZE(snd_timer_info);
	FIELD(snd_timer_info, flags);
	FIELD(snd_timer_info, card);
	FIELD(snd_timer_info, id);
	FIELD(snd_timer_info, name);
	FIELD(snd_timer_info, reserved0);
	FIELD(snd_timer_info, resolution);
	FIELD(snd_timer_info, reserved);

	SIZE(snd_timer_params);
	FIELD(snd_timer_params, flags);
	FIELD(snd_timer_params, ticks);
	FIELD(snd_timer_params, queue_size);
	FIELD(snd_timer_params, reserved0);
	FIELD(snd_timer_params, filter);
	FIELD(snd_timer_params, reserved);

	SIZE(snd_timer_status);
	FIELD(snd_timer_status, tstamp);
	FIELD(snd_timer_status, resolution);
	FIELD(snd_timer_status, lost);
	FIELD(snd_timer_status, overrun);
	FIELD(snd_timer_status, queue);
	FIELD(snd_timer_status, reserved);

	SIZE(snd_timer_read);
	FIELD(snd_timer_read, resolution);
	FIELD(snd_timer_read, ticks);

	SIZE(snd_timer_tread);
	FIELD(snd_timer_tread, event);
	FIELD(snd_timer_tread, tstamp);
	FIELD(snd_timer_tread, val);
}

static void ioctls(void)
{
	IOCTL(SNDRV_PCM_IOCTL_PVERSION);
	IOCTL(SNDRV_PCM_IOCTL_INFO);
	IOCTL(SNDRV_PCM_IOCTL_TSTAMP);
	IOCTL(SNDRV_PCM_IOCTL_TTSTAMP);
	IOCTL(SNDRV_PCM_IOCTL_USER_PVERSION);
	IOCTL(SNDRV_PCM_IOCTL_HW_REFINE);
	IOCTL(SNDRV_PCM_IOCTL_HW_PARAMS);
	IOCTL(SNDRV_PCM_IOCTL_HW_FREE);
	IOCTL(SNDRV_PCM_IOCTL_SW_PARAMS);
	IOCTL(SNDRV_PCM_IOCTL_STATUS);
	IOCTL(SNDRV_PCM_IOCTL_DELAY);
	IOCTL(SNDRV_PCM_IOCTL_HWSYNC);
	IOCTL(SNDRV_PCM_IOCTL_SYNC_PTR);
	IOCTL(SNDRV_PCM_IOCTL_STATUS_EXT);
	IOCTL(SNDRV_PCM_IOCTL_CHANNEL_INFO);
	IOCTL(SNDRV_PCM_IOCTL_PREPARE);
	IOCTL(SNDRV_PCM_IOCTL_RESET);
	IOCTL(SNDRV_PCM_IOCTL_START);
	IOCTL(SNDRV_PCM_IOCTL_DROP);
	IOCTL(SNDRV_PCM_IOCTL_DRAIN);
	IOCTL(SNDRV_PCM_IOCTL_PAUSE);
	IOCTL(SNDRV_PCM_IOCTL_REWIND);
	IOCTL(SNDRV_PCM_IOCTL_RESUME);
	IOCTL(SNDRV_PCM_IOCTL_XRUN);
	IOCTL(SNDRV_PCM_IOCTL_FORWARD);
	IOCTL(SNDRV_PCM_IOCTL_WRITEI_FRAMES);
	IOCTL(SNDRV_PCM_IOCTL_READI_FRAMES);
	IOCTL(SNDRV_PCM_IOCTL_WRITEN_FRAMES);
	IOCTL(SNDRV_PCM_IOCTL_READN_FRAMES);
	IOCTL(SNDRV_PCM_IOCTL_LINK);
	IOCTL(SNDRV_PCM_IOCTL_UNLINK);
	IOCTL(SNDRV_TIMER_IOCTL_PVERSION);
	IOCTL(SNDRV_TIMER_IOCTL_NEXT_DEVICE);
	IOCTL(SNDRV_TIMER_IOCTL_TREAD_OLD);
	IOCTL(SNDRV_TIMER_IOCTL_GINFO);
	IOCTL(SNDRV_TIMER_IOCTL_GPARAMS);
	IOCTL(SNDRV_TIMER_IOCTL_GSTATUS);
	IOCTL(SNDRV_TIMER_IOCTL_SELECT);
	IOCTL(SNDRV_TIMER_IOCTL_INFO);
	IOCTL(SNDRV_TIMER_IOCTL_PARAMS);
	IOCTL(SNDRV_TIMER_IOCTL_STATUS);
	IOCTL(SNDRV_TIMER_IOCTL_START);
	IOCTL(SNDRV_TIMER_IOCTL_STOP);
	IOCTL(SNDRV_TIMER_IOCTL_CONTINUE);
	IOCTL(SNDRV_TIMER_IOCTL_PAUSE);
	IOCTL(SNDRV_TIMER_IOCTL_TREAD64);
	IOCTL(SNDRV_TIMER_IOCTL_TREAD);
	IOCTL(SNDRV_CTL_IOCTL_PVERSION);
	IOCTL(SNDRV_CTL_IOCTL_CARD_INFO);
	IOCTL(SNDRV_CTL_IOCTL_ELEM_LIST);
	IOCTL(SNDRV_CTL_IOCTL_ELEM_INFO);
	IOCTL(SNDRV_CTL_IOCTL_ELEM_READ);
	IOCTL(SNDRV_CTL_IOCTL_ELEM_WRITE);
	IOCTL(SNDRV_CTL_IOCTL_ELEM_LOCK);
	IOCTL(SNDRV_CTL_IOCTL_ELEM_UNLOCK);
	IOCTL(SNDRV_CTL_IOCTL_SUBSCRIBE_EVENTS);
	IOCTL(SNDRV_CTL_IOCTL_ELEM_ADD);
	IOCTL(SNDRV_CTL_IOCTL_ELEM_REPLACE);
	IOCTL(SNDRV_CTL_IOCTL_ELEM_REMOVE);
	IOCTL(SNDRV_CTL_IOCTL_TLV_READ);
	IOCTL(SNDRV_CTL_IOCTL_TLV_WRITE);
	IOCTL(SNDRV_CTL_IOCTL_TLV_COMMAND);
	IOCTL(SNDRV_CTL_IOCTL_HWDEP_NEXT_DEVICE);
	IOCTL(SNDRV_CTL_IOCTL_HWDEP_INFO);
	IOCTL(SNDRV_CTL_IOCTL_PCM_NEXT_DEVICE);
	IOCTL(SNDRV_CTL_IOCTL_PCM_INFO);
	IOCTL(SNDRV_CTL_IOCTL_PCM_PREFER_SUBDEVICE);
	IOCTL(SNDRV_CTL_IOCTL_RAWMIDI_NEXT_DEVICE);
	IOCTL(SNDRV_CTL_IOCTL_RAWMIDI_INFO);
	IOCTL(SNDRV_CTL_IOCTL_RAWMIDI_PREFER_SUBDEVICE);
	IOCTL(SNDRV_CTL_IOCTL_POWER);
	IOCTL(SNDRV_CTL_IOCTL_POWER_STATE);
}

static void constants(void)
{
	CONST(SNDRV_PCM_CLASS_GENERIC);
	CONST(SNDRV_PCM_CLASS_MULTI);
	CONST(SNDRV_PCM_CLASS_MODEM);
	CONST(SNDRV_PCM_CLASS_DIGITIZER);
	CONST(SNDRV_PCM_SUBCLASS_GENERIC_MIX);
	CONST(SNDRV_PCM_SUBCLASS_MULTI_MIX);
	CONST(SNDRV_PCM_STREAM_PLAYBACK);
	CONST(SNDRV_PCM_STREAM_CAPTURE);
	CONST(SNDRV_PCM_STREAM_LAST);
	CONST(SNDRV_PCM_ACCESS_MMAP_INTERLEAVED);
	CONST(SNDRV_PCM_ACCESS_MMAP_NONINTERLEAVED);
	CONST(SNDRV_PCM_ACCESS_MMAP_COMPLEX);
	CONST(SNDRV_PCM_ACCESS_RW_INTERLEAVED);
	CONST(SNDRV_PCM_ACCESS_RW_NONINTERLEAVED);
	CONST(SNDRV_PCM_ACCESS_LAST);
	CONST(SNDRV_PCM_FORMAT_S8);
	CONST(SNDRV_PCM_FORMAT_U8);
	CONST(SNDRV_PCM_FORMAT_S16_LE);
	CONST(SNDRV_PCM_FORMAT_S16_BE);
	CONST(SNDRV_PCM_FORMAT_U16_LE);
	CONST(SNDRV_PCM_FORMAT_U16_BE);
	CONST(SNDRV_PCM_FORMAT_S24_LE);
	CONST(SNDRV_PCM_FORMAT_S24_BE);
	CONST(SNDRV_PCM_FORMAT_U24_LE);
	CONST(SNDRV_PCM_FORMAT_U24_BE);
	CONST(SNDRV_PCM_FORMAT_S32_LE);
	CONST(SNDRV_PCM_FORMAT_S32_BE);
	CONST(SNDRV_PCM_FORMAT_U32_LE);
	CONST(SNDRV_PCM_FORMAT_U32_BE);
	CONST(SNDRV_PCM_FORMAT_FLOAT_LE);
	CONST(SNDRV_PCM_FORMAT_FLOAT_BE);
	CONST(SNDRV_PCM_FORMAT_FLOAT64_LE);
	CONST(SNDRV_PCM_FORMAT_FLOAT64_BE);
	CONST(SNDRV_PCM_FORMAT_IEC958_SUBFRAME_LE);
	CONST(SNDRV_PCM_FORMAT_IEC958_SUBFRAME_BE);
	CONST(SNDRV_PCM_FORMAT_MU_LAW);
	CONST(SNDRV_PCM_FORMAT_A_LAW);
	CONST(SNDRV_PCM_FORMAT_IMA_ADPCM);
	CONST(SNDRV_PCM_FORMAT_MPEG);
	CONST(SNDRV_PCM_FORMAT_GSM);
	CONST(SNDRV_PCM_FORMAT_S20_LE);
	CONST(SNDRV_PCM_FORMAT_S20_BE);
	CONST(SNDRV_PCM_FORMAT_U20_LE);
	CONST(SNDRV_PCM_FORMAT_U20_BE);
	CONST(SNDRV_PCM_FORMAT_SPECIAL);
	CONST(SNDRV_PCM_FORMAT_S24_3LE);
	CONST(SNDRV_PCM_FORMAT_S24_3BE);
	CONST(SNDRV_PCM_FORMAT_U24_3LE);
	CONST(SNDRV_PCM_FORMAT_U24_3BE);
	CONST(SNDRV_PCM_FORMAT_S20_3LE);
	CONST(SNDRV_PCM_FORMAT_S20_3BE);
	CONST(SNDRV_PCM_FORMAT_U20_3LE);
	CONST(SNDRV_PCM_FORMAT_U20_3BE);
	CONST(SNDRV_PCM_FORMAT_S18_3LE);
	CONST(SNDRV_PCM_FORMAT_S18_3BE);
	CONST(SNDRV_PCM_FORMAT_U18_3LE);
	CONST(SNDRV_PCM_FORMAT_U18_3BE);
	CONST(SNDRV_PCM_FORMAT_G723_24);
	CONST(SNDRV_PCM_FORMAT_G723_24_1B);
	CONST(SNDRV_PCM_FORMAT_G723_40);
	CONST(SNDRV_PCM_FORMAT_G723_40_1B);
	CONST(SNDRV_PCM_FORMAT_DSD_U8);
	CONST(SNDRV_PCM_FORMAT_DSD_U16_LE);
	CONST(SNDRV_PCM_FORMAT_DSD_U32_LE);
	CONST(SNDRV_PCM_FORMAT_DSD_U16_BE);
	CONST(SNDRV_PCM_FORMAT_DSD_U32_BE);
	CONST(SNDRV_PCM_FORMAT_LAST);
	CONST(SNDRV_PCM_FORMAT_FIRST);
	CONST(SNDRV_PCM_SUBFORMAT_STD);
	CONST(SNDRV_PCM_INFO_MMAP);
	CONST(SNDRV_PCM_INFO_MMAP_VALID);
	CONST(SNDRV_PCM_INFO_DOUBLE);
	CONST(SNDRV_PCM_INFO_BATCH);
	CONST(SNDRV_PCM_INFO_SYNC_APPLPTR);
	CONST(SNDRV_PCM_INFO_INTERLEAVED);
	CONST(SNDRV_PCM_INFO_NONINTERLEAVED);
	CONST(SNDRV_PCM_INFO_COMPLEX);
	CONST(SNDRV_PCM_INFO_BLOCK_TRANSFER);
	CONST(SNDRV_PCM_INFO_OVERRANGE);
	CONST(SNDRV_PCM_INFO_RESUME);
	CONST(SNDRV_PCM_INFO_PAUSE);
	CONST(SNDRV_PCM_INFO_HALF_DUPLEX);
	CONST(SNDRV_PCM_INFO_JOINT_DUPLEX);
	CONST(SNDRV_PCM_INFO_SYNC_START);
	CONST(SNDRV_PCM_INFO_NO_PERIOD_WAKEUP);
	CONST(SNDRV_PCM_INFO_HAS_WALL_CLOCK);
	CONST(SNDRV_PCM_INFO_HAS_LINK_ATIME);
	CONST(SNDRV_PCM_INFO_HAS_LINK_ABSOLUTE_ATIME);
	CONST(SNDRV_PCM_INFO_HAS_LINK_ESTIMATED_ATIME);
	CONST(SNDRV_PCM_INFO_HAS_LINK_SYNCHRONIZED_ATIME);
	CONST(SNDRV_PCM_INFO_EXPLICIT_SYNC);
	CONST(SNDRV_PCM_INFO_NO_REWINDS);
	CONST(SNDRV_PCM_INFO_DRAIN_TRIGGER);
	CONST(SNDRV_PCM_INFO_FIFO_IN_FRAMES);
	CONST(SNDRV_PCM_STATE_OPEN);
	CONST(SNDRV_PCM_STATE_SETUP);
	CONST(SNDRV_PCM_STATE_PREPARED);
	CONST(SNDRV_PCM_STATE_RUNNING);
	CONST(SNDRV_PCM_STATE_XRUN);
	CONST(SNDRV_PCM_STATE_DRAINING);
	CONST(SNDRV_PCM_STATE_PAUSED);
	CONST(SNDRV_PCM_STATE_SUSPENDED);
	CONST(SNDRV_PCM_STATE_DISCONNECTED);
	CONST(SNDRV_PCM_STATE_LAST);
	CONST(SNDRV_PCM_MMAP_OFFSET_DATA);
	CONST(SNDRV_PCM_MMAP_OFFSET_STATUS_OLD);
	CONST(SNDRV_PCM_MMAP_OFFSET_CONTROL_OLD);
	CONST(SNDRV_PCM_MMAP_OFFSET_STATUS_NEW);
	CONST(SNDRV_PCM_MMAP_OFFSET_CONTROL_NEW);
	CONST(SNDRV_PCM_MMAP_OFFSET_STATUS);
	CONST(SNDRV_PCM_MMAP_OFFSET_CONTROL);
	CONST(SNDRV_PCM_HW_PARAM_ACCESS);
	CONST(SNDRV_PCM_HW_PARAM_FORMAT);
	CONST(SNDRV_PCM_HW_PARAM_SUBFORMAT);
	CONST(SNDRV_PCM_HW_PARAM_FIRST_MASK);
	CONST(SNDRV_PCM_HW_PARAM_LAST_MASK);
	CONST(SNDRV_PCM_HW_PARAM_SAMPLE_BITS);
	CONST(SNDRV_PCM_HW_PARAM_FRAME_BITS);
	CONST(SNDRV_PCM_HW_PARAM_CHANNELS);
	CONST(SNDRV_PCM_HW_PARAM_RATE);
	CONST(SNDRV_PCM_HW_PARAM_PERIOD_TIME);
	CONST(SNDRV_PCM_HW_PARAM_PERIOD_SIZE);
	CONST(SNDRV_PCM_HW_PARAM_PERIOD_BYTES);
	CONST(SNDRV_PCM_HW_PARAM_PERIODS);
	CONST(SNDRV_PCM_HW_PARAM_BUFFER_TIME);
	CONST(SNDRV_PCM_HW_PARAM_BUFFER_SIZE);
	CONST(SNDRV_PCM_HW_PARAM_BUFFER_BYTES);
	CONST(SNDRV_PCM_HW_PARAM_TICK_TIME);
	CONST(SNDRV_PCM_HW_PARAM_FIRST_INTERVAL);
	CONST(SNDRV_PCM_HW_PARAM_LAST_INTERVAL);
	CONST(SNDRV_PCM_HW_PARAMS_NORESAMPLE);
	CONST(SNDRV_PCM_HW_PARAMS_EXPORT_BUFFER);
	CONST(SNDRV_PCM_HW_PARAMS_NO_PERIOD_WAKEUP);
	CONST(SNDRV_PCM_TSTAMP_NONE);
	CONST(SNDRV_PCM_TSTAMP_ENABLE);
	CONST(SNDRV_PCM_TSTAMP_LAST);
	CONST(SNDRV_PCM_AUDIO_TSTAMP_TYPE_COMPAT);
	CONST(SNDRV_PCM_AUDIO_TSTAMP_TYPE_DEFAULT);
	CONST(SNDRV_PCM_AUDIO_TSTAMP_TYPE_LINK);
	CONST(SNDRV_PCM_AUDIO_TSTAMP_TYPE_LINK_ABSOLUTE);
	CONST(SNDRV_PCM_AUDIO_TSTAMP_TYPE_LINK_ESTIMATED);
	CONST(SNDRV_PCM_AUDIO_TSTAMP_TYPE_LINK_SYNCHRONIZED);
	CONST(SNDRV_PCM_AUDIO_TSTAMP_TYPE_LAST);
	CONST(SNDRV_PCM_SYNC_PTR_HWSYNC);
	CONST(SNDRV_PCM_SYNC_PTR_APPL);
	CONST(SNDRV_PCM_SYNC_PTR_AVAIL_MIN);
	CONST(SNDRV_PCM_TSTAMP_TYPE_GETTIMEOFDAY);
	CONST(SNDRV_PCM_TSTAMP_TYPE_MONOTONIC);
	CONST(SNDRV_PCM_TSTAMP_TYPE_MONOTONIC_RAW);
	CONST(SNDRV_PCM_TSTAMP_TYPE_LAST);
	CONST(SNDRV_CHMAP_UNKNOWN);
	CONST(SNDRV_CHMAP_NA);
	CONST(SNDRV_CHMAP_MONO);
	CONST(SNDRV_CHMAP_FL);
	CONST(SNDRV_CHMAP_FR);
	CONST(SNDRV_CHMAP_RL);
	CONST(SNDRV_CHMAP_RR);
	CONST(SNDRV_CHMAP_FC);
	CONST(SNDRV_CHMAP_LFE);
	CONST(SNDRV_CHMAP_SL);
	CONST(SNDRV_CHMAP_SR);
	CONST(SNDRV_CHMAP_RC);
	CONST(SNDRV_CHMAP_FLC);
	CONST(SNDRV_CHMAP_FRC);
	CONST(SNDRV_CHMAP_RLC);
	CONST(SNDRV_CHMAP_RRC);
	CONST(SNDRV_CHMAP_FLW);
	CONST(SNDRV_CHMAP_FRW);
	CONST(SNDRV_CHMAP_FLH);
	CONST(SNDRV_CHMAP_FCH);
	CONST(SNDRV_CHMAP_FRH);
	CONST(SNDRV_CHMAP_TC);
	CONST(SNDRV_CHMAP_TFL);
	CONST(SNDRV_CHMAP_TFR);
	CONST(SNDRV_CHMAP_TFC);
	CONST(SNDRV_CHMAP_TRL);
	CONST(SNDRV_CHMAP_TRR);
	CONST(SNDRV_CHMAP_TRC);
	CONST(SNDRV_CHMAP_TFLC);
	CONST(SNDRV_CHMAP_TFRC);
	CONST(SNDRV_CHMAP_TSL);
	CONST(SNDRV_CHMAP_TSR);
	CONST(SNDRV_CHMAP_LLFE);
	CONST(SNDRV_CHMAP_RLFE);
	CONST(SNDRV_CHMAP_BC);
	CONST(SNDRV_CHMAP_BLC);
	CONST(SNDRV_CHMAP_BRC);
	CONST(SNDRV_CHMAP_LAST);
	CONST(SNDRV_TIMER_CLASS_NONE);
	CONST(SNDRV_TIMER_CLASS_SLAVE);
	CONST(SNDRV_TIMER_CLASS_GLOBAL);
	CONST(SNDRV_TIMER_CLASS_CARD);
	CONST(SNDRV_TIMER_CLASS_PCM);
	CONST(SNDRV_TIMER_CLASS_LAST);
	CONST(SNDRV_TIMER_SCLASS_NONE);
	CONST(SNDRV_TIMER_SCLASS_APPLICATION);
	CONST(SNDRV_TIMER_SCLASS_SEQUENCER);
	CONST(SNDRV_TIMER_SCLASS_OSS_SEQUENCER);
	CONST(SNDRV_TIMER_SCLASS_LAST);
	CONST(SNDRV_TIMER_GLOBAL_SYSTEM);
	CONST(SNDRV_TIMER_GLOBAL_RTC);
	CONST(SNDRV_TIMER_GLOBAL_HPET);
	CONST(SNDRV_TIMER_GLOBAL_HRTIMER);
	CONST(SNDRV_TIMER_FLG_SLAVE);
	CONST(SNDRV_TIMER_PSFLG_AUTO);
	CONST(SNDRV_TIMER_PSFLG_EXCLUSIVE);
	CONST(SNDRV_TIMER_PSFLG_EARLY_EVENT);
	CONST(SNDRV_TIMER_EVENT_RESOLUTION);
	CONST(SNDRV_TIMER_EVENT_TICK);
	CONST(SNDRV_TIMER_EVENT_START);
	CONST(SNDRV_TIMER_EVENT_STOP);
	CONST(SNDRV_TIMER_EVENT_CONTINUE);
	CONST(SNDRV_TIMER_EVENT_PAUSE);
	CONST(SNDRV_TIMER_EVENT_EARLY);
	CONST(SNDRV_TIMER_EVENT_SUSPEND);
	CONST(SNDRV_TIMER_EVENT_RESUME);
	CONST(SNDRV_TIMER_EVENT_MSTART);
	CONST(SNDRV_TIMER_EVENT_MSTOP);
	CONST(SNDRV_TIMER_EVENT_MCONTINUE);
	CONST(SNDRV_TIMER_EVENT_MPAUSE);
	CONST(SNDRV_TIMER_EVENT_MSUSPEND);
	CONST(SNDRV_TIMER_EVENT_MRESUME);
	CONST(SNDRV_CTL_ELEM_TYPE_NONE);
	CONST(SNDRV_CTL_ELEM_TYPE_BOOLEAN);
	CONST(SNDRV_CTL_ELEM_TYPE_INTEGER);
	CONST(SNDRV_CTL_ELEM_TYPE_ENUMERATED);
	CONST(SNDRV_CTL_ELEM_TYPE_BYTES);
	CONST(SNDRV_CTL_ELEM_TYPE_IEC958);
	CONST(SNDRV_CTL_ELEM_TYPE_INTEGER64);
	CONST(SNDRV_CTL_ELEM_TYPE_LAST);
	CONST(SNDRV_CTL_ELEM_IFACE_CARD);
	CONST(SNDRV_CTL_ELEM_IFACE_HWDEP);
	CONST(SNDRV_CTL_ELEM_IFACE_MIXER);
	CONST(SNDRV_CTL_ELEM_IFACE_PCM);
	CONST(SNDRV_CTL_ELEM_IFACE_RAWMIDI);
	CONST(SNDRV_CTL_ELEM_IFACE_TIMER);
	CONST(SNDRV_CTL_ELEM_IFACE_SEQUENCER);
	CONST(SNDRV_CTL_ELEM_IFACE_LAST);
	CONST(SNDRV_CTL_ELEM_ACCESS_READ);
	CONST(SNDRV_CTL_ELEM_ACCESS_WRITE);
	CONST(SNDRV_CTL_ELEM_ACCESS_READWRITE);
	CONST(SNDRV_CTL_ELEM_ACCESS_VOLATILE);
	CONST(SNDRV_CTL_ELEM_ACCESS_TLV_READ);
	CONST(SNDRV_CTL_ELEM_ACCESS_TLV_WRITE);
	CONST(SNDRV_CTL_ELEM_ACCESS_TLV_READWRITE);
	CONST(SNDRV_CTL_ELEM_ACCESS_TLV_COMMAND);
	CONST(SNDRV_CTL_ELEM_ACCESS_INACTIVE);
	CONST(SNDRV_CTL_ELEM_ACCESS_LOCK);
	CONST(SNDRV_CTL_ELEM_ACCESS_OWNER);
	CONST(SNDRV_CTL_ELEM_ACCESS_TLV_CALLBACK);
	CONST(SNDRV_CTL_ELEM_ACCESS_USER);
	CONST(SNDRV_CTL_POWER_D0);
	CONST(SNDRV_CTL_POWER_D1);
	CONST(SNDRV_CTL_POWER_D2);
	CONST(SNDRV_CTL_POWER_D3);
	CONST(SNDRV_CTL_POWER_D3hot);
	CONST(SNDRV_CTL_POWER_D3cold);
	CONST(SNDRV_CTL_ELEM_ID_NAME_MAXLEN);
	CONST(SNDRV_CTL_EVENT_ELEM);
	CONST(SNDRV_CTL_EVENT_MASK_VALUE);
	CONST(SNDRV_CTL_EVENT_MASK_INFO);
	CONST(SNDRV_CTL_EVENT_MASK_ADD);
	CONST(SNDRV_CTL_EVENT_MASK_TLV);
	CONST(SNDRV_CTL_EVENT_MASK_REMOVE);
	CONST(SNDRV_CTL_TLVT_CONTAINER);
	CONST(SNDRV_CTL_TLVT_DB_SCALE);
	CONST(SNDRV_CTL_TLVT_DB_LINEAR);
	CONST(SNDRV_CTL_TLVT_DB_RANGE);
	CONST(SNDRV_CTL_TLVT_DB_MINMAX);
	CONST(SNDRV_CTL_TLVT_DB_MINMAX_MUTE);
	CONST(SNDRV_CTL_TLVT_CHMAP_FIXED);
	CONST(SNDRV_CTL_TLVT_CHMAP_VAR);
	CONST(SNDRV_CTL_TLVT_CHMAP_PAIRED);
	CONST(SNDRV_CTL_TLVD_DB_SCALE_MASK);
	CONST(SNDRV_CTL_TLVD_DB_SCALE_MUTE);
}

int main(void)
{
	pcm_structs();
	control_structs();
	timer_structs();
	ioctls();
	constants();
	return 0;
}
