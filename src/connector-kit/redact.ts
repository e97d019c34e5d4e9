const mask = '[redacted]';

/** Replaces every occurrence of each word in a text, also in its base64 form; words of under four characters only where they stand alone. */
export function redact(text: string, words: Iterable<string | undefined>): string {
  let redacted = text;
  for (const word of words) {
    if (!word) continue;
    for (const form of [word, Buffer.from(word).toString('base64')]) {
      redacted = form.length < 4 ? replaceWord(redacted, form) : redacted.replaceAll(form, mask);
    }
  }
  return redacted;
}

function replaceWord(text: string, word: string): string {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replace(new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'gu'), mask);
}
