/** A number and its unit stay on one line. */
export const unbroken = (text: string): string =>
  text.replaceAll(/(\d) (%|s|ms|min|h|dB)(?![\p{L}\d])/gu, "$1\u00a0$2");
