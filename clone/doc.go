// Package clone describes a sound card that there is, so that a card can be made
// that answers as it does. It asks the card's nodes and nothing else: the control
// node for names, PCMs and elements, and each PCM node, by HW_REFINE alone, for what
// the stream can do. It sets nothing up and writes nothing, so nobody else notices,
// except that a stream is open for as long as it is asked.
//
// How it finds a stream's limits: a request marks which of its parameters count
// (snd_pcm_hw_params.rmask). With one of them marked, the kernel answers with that
// one's own limit and what rules say of it, and with another one marked only with the
// rules. What was found is a [model.Stream], whose own refinement is then asked the
// same questions as the card, to know whether it is the same.
package clone
