/** Short descriptions of what may be heard, our own: what any question scores on a file's sound by accident is read from them. */
export const soundBank: readonly string[] = [
  "a person speaking", "two people talking", "a crowd murmuring", "a child laughing", "a baby crying", "a woman singing",
  "a man shouting", "people clapping", "footsteps on gravel", "footsteps on a wooden floor", "a door closing", "a door creaking",
  "keys jingling", "a phone ringing", "typing on a keyboard", "a clock ticking", "dishes clattering", "water running from a tap",
  "rain on a window", "thunder", "wind in the trees", "waves on a beach", "a river flowing", "a fire crackling",
  "birds singing", "a dog barking", "a cat meowing", "a horse galloping", "insects at night", "a cow mooing",
  "a car passing by", "a car engine starting", "a motorcycle", "a train on its tracks", "an aeroplane overhead", "a helicopter",
  "a siren", "a car horn", "a bicycle bell", "church bells", "a drum beat", "a guitar playing",
  "a piano playing", "a violin", "an orchestra", "electronic music", "a brass band", "a choir",
  "a hammer on metal", "a saw cutting wood", "a drill", "glass breaking", "an explosion", "a gunshot",
  "a balloon popping", "a vacuum cleaner", "a washing machine", "a fan humming", "radio noise", "silence in a room",
  "somebody coughing", "somebody sneezing", "somebody whistling", "paper being torn",
]; // prettier-ignore
