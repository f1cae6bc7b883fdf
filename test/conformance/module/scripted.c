// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0
/*
 * A platform driver whose probe does what a script says, to learn in which order
 * Linux releases what it has acquired. test/conformance/scripted does the same
 * here. The parameter steps is the script, words of the table below; whatever
 * happens is noted in the kernel's trace, as "hook WORD".
 */
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <sound/core.h>
#include <sound/initval.h>
#include <sound/rawmidi.h>

#define NAME "scripted"
#define NUMBER 7	/* of the card */

static char *steps = "";
module_param(steps, charp, 0644);

#define hook(...) trace_printk("hook " __VA_ARGS__)

/* What the probe has made. There is one device. */
static struct {
	struct snd_card *card;
	void *memory;
	bool guarded;
	bool frees;	/* its remove frees the card */
} made;

/* Actions are called by the letters A to F. */

struct action {
	const char *name;
	void (*run)(void *device);
};

static const struct action *action(const char *name);

#define ACTION(letter) static void action_##letter(void *unused) { hook("run:" #letter "\n"); }
ACTION(A) ACTION(B) ACTION(C) ACTION(D) ACTION(E) ACTION(F)

/* late is an action that adds the action A. */
static void action_late(void *device)
{
	hook("run:late\n");
	if (__devm_add_action(device, action_A, device, "A"))
		hook("no_memory\n");
}

static const struct action actions[] = {
	{ "A", action_A }, { "B", action_B }, { "C", action_C }, { "D", action_D }, { "E", action_E }, { "F", action_F },
	{ "late", action_late },
};

static const struct action *action(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(actions); i++)
		if (!strcmp(actions[i].name, name))
			return &actions[i];
	return NULL;
}

/* Groups are called by letters too. */
static void *group(const char *name)
{
	static char groups[128];

	return &groups[*name & 127];
}

/* Components of a card, which do nothing. */

struct part {
	char name[16];
};

static int part_register(struct snd_device *d)
{
	hook("register:%s\n", ((struct part *)d->device_data)->name);
	return 0;
}

static int part_disconnect(struct snd_device *d)
{
	hook("disconnect:%s\n", ((struct part *)d->device_data)->name);
	return 0;
}

static bool opened(void)
{
	bool yes;

	kernel_param_lock(THIS_MODULE);
	yes = str_has_prefix(steps, "open");
	kernel_param_unlock(THIS_MODULE);
	return yes;
}

/* The one that is called gate waits until the script becomes "open". */
static int part_free(struct snd_device *d)
{
	struct part *p = d->device_data;

	hook("free:%s\n", p->name);
	if (!strcmp(p->name, "gate"))
		while (!opened())
			msleep(10);
	kfree(p);
	return 0;
}

static const struct snd_device_ops part_ops = {
	.dev_register = part_register,
	.dev_disconnect = part_disconnect,
	.dev_free = part_free,
};

static const struct {
	const char *name;
	enum snd_device_type type;
} types[] = {
	{ "lowlevel", SNDRV_DEV_LOWLEVEL }, { "info", SNDRV_DEV_INFO }, { "bus", SNDRV_DEV_BUS },
	{ "codec", SNDRV_DEV_CODEC }, { "pcm", SNDRV_DEV_PCM }, { "compress", SNDRV_DEV_COMPRESS },
	{ "rawmidi", SNDRV_DEV_RAWMIDI }, { "timer", SNDRV_DEV_TIMER }, { "sequencer", SNDRV_DEV_SEQUENCER },
	{ "hwdep", SNDRV_DEV_HWDEP }, { "jack", SNDRV_DEV_JACK }, { "control", SNDRV_DEV_CONTROL },
};

static int add_part(const char *type, const char *name)
{
	struct part *p;
	int err;

	for (size_t i = 0; i < ARRAY_SIZE(types); i++) {
		if (strcmp(types[i].name, type))
			continue;
		p = kzalloc(sizeof(*p), GFP_KERNEL);
		if (!p)
			return -ENOMEM;
		strscpy(p->name, name);
		err = snd_device_new(made.card, types[i].type, p, &part_ops);
		if (err)
			kfree(p);
		return err;
	}
	return -EINVAL;
}

/* A MIDI port on which nothing ever arrives. */

static int midi_open(struct snd_rawmidi_substream *unused)
{
	return 0;
}

static void midi_trigger(struct snd_rawmidi_substream *unused, int up)
{
}

static const struct snd_rawmidi_ops midi_ops = { .open = midi_open, .close = midi_open, .trigger = midi_trigger };

static int add_midi(void)
{
	struct snd_rawmidi *midi;
	int err = snd_rawmidi_new(made.card, NAME, 0, 0, 1, &midi);

	if (err)
		return err;
	midi->info_flags = SNDRV_RAWMIDI_INFO_INPUT;
	snd_rawmidi_set_ops(midi, SNDRV_RAWMIDI_STREAM_INPUT, &midi_ops);
	return 0;
}

static void private_free(struct snd_card *card)
{
	hook("private_free\n");
}

static int add_card(struct device *dev)
{
	int err = snd_devm_card_new(dev, NUMBER, NAME, THIS_MODULE, 0, &made.card);

	if (err)
		return err;
	strscpy(made.card->driver, NAME);
	strscpy(made.card->shortname, NAME);
	strscpy(made.card->longname, NAME);
	made.card->private_free = private_free;
	return 0;
}

static int resize(struct device *dev, size_t bytes)
{
	void *old = made.memory;

	made.memory = devm_krealloc(dev, old, bytes, GFP_KERNEL);
	if (!made.memory)
		return -ENOMEM;
	hook("%s\n", made.memory == old ? "same" : "moved");
	return 0;
}

/* One word of a script: VERB[:NAME[:NAME]]. */
static int take_step(struct device *dev, const char *verb, const char *name, const char *other)
{
	const struct action *a = action(name);
	unsigned int number = 0;

	if (isdigit(*name) && kstrtouint(name, 10, &number))
		return -EINVAL;
	if (!strcmp(verb, "action") && a)
		return __devm_add_action(dev, a->run, dev, a->name);
	if (!strcmp(verb, "drop") && a)
		return devm_remove_action(dev, a->run, dev), 0;
	if (!strcmp(verb, "undo") && a)
		return devm_release_action(dev, a->run, dev), 0;
	if (!strcmp(verb, "card"))
		return add_card(dev);
	if (!strcmp(verb, "part"))
		return add_part(name, other);
	if (!strcmp(verb, "midi"))
		return add_midi();
	if (!strcmp(verb, "register"))
		return snd_card_register(made.card);
	if (!strcmp(verb, "alloc"))
		return (made.memory = devm_kmalloc(dev, number, GFP_KERNEL)) ? 0 : -ENOMEM;
	if (!strcmp(verb, "resize"))
		return resize(dev, number);
	if (!strcmp(verb, "open"))
		return devres_open_group(dev, group(name), GFP_KERNEL) ? 0 : -ENOMEM;
	if (!strcmp(verb, "close"))
		return devres_close_group(dev, group(name)), 0;
	if (!strcmp(verb, "remove"))
		return devres_remove_group(dev, group(name)), 0;
	if (!strcmp(verb, "release")) {
		number = devres_release_group(dev, group(name));
		hook("released:%u\n", number);
		return 0;
	}
	if (!strcmp(verb, "guard"))
		return made.guarded = true, 0;
	if (!strcmp(verb, "frees"))
		return made.frees = true, 0;
	if (!strcmp(verb, "fail"))
		return -number;
	if (!strcmp(verb, "defer"))
		return -EPROBE_DEFER;
	return -EINVAL;
}

static int take_steps(struct device *dev, char *script)
{
	char *word;
	int err;

	while ((word = strsep(&script, " \n"))) {
		char *verb = strsep(&word, ":"), *name = word ? strsep(&word, ":") : "";

		err = *verb ? take_step(dev, verb, name, word ? word : "") : 0;
		if (err)
			return err;
	}
	return 0;
}

static int scripted_probe(struct platform_device *device)
{
	char *script;
	int err;

	memset(&made, 0, sizeof(made));
	hook("probe\n");
	script = kstrdup(steps, GFP_KERNEL);	/* who binds does not write it meanwhile */
	if (!script)
		return -ENOMEM;
	err = take_steps(&device->dev, script);
	kfree(script);
	return made.guarded ? snd_card_free_on_error(&device->dev, err) : err;
}

static void scripted_remove(struct platform_device *device)
{
	hook("remove\n");
	if (made.frees)
		snd_card_free(made.card);
}

static struct platform_driver driver = {
	.probe = scripted_probe,
	.remove = scripted_remove,
	.driver.name = NAME,
};

/* The parameter device is whether there is one. */

static struct platform_device *device;

static int set_device(const char *text, const struct kernel_param *unused)
{
	if (*text == '1' && !device)
		device = platform_device_register_simple(NAME, 0, NULL, 0);
	if (*text == '0' && !IS_ERR_OR_NULL(device)) {
		platform_device_unregister(device);
		device = NULL;
	}
	return PTR_ERR_OR_ZERO(device);
}

static const struct kernel_param_ops device_ops = { .set = set_device };
module_param_cb(device, &device_ops, NULL, 0200);

static int __init scripted_init(void)
{
	int err = platform_driver_register(&driver);

	if (err)
		return err;
	return set_device("1", NULL);
}

static void __exit scripted_exit(void)
{
	set_device("0", NULL);
	platform_driver_unregister(&driver);
}

module_init(scripted_init);
module_exit(scripted_exit);
MODULE_DESCRIPTION("a sound card that is made and freed by a script");
MODULE_LICENSE("Dual BSD/GPL");
