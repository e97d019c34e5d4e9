/** A stretch of a template: a Liquid tag or output with its delimiters, or what stands between two of them. */
export interface Stretch {
  liquid: boolean;
  text: string;
}

/** Cuts a template at its Liquid delimiters without parsing it, in time proportional to its length. */
export function* scanLiquid(source: string): Generator<Stretch> {
  const opening = /\{([{%])/g;
  let position = 0;
  for (let match = opening.exec(source); match; match = opening.exec(source)) {
    const closing = source.indexOf(match[1] === '{' ? '}}' : '%}', match.index + 2);
    // never closed: the parser says so, and it says it better
    const end = closing === -1 ? source.length : closing + 2;
    yield { liquid: false, text: source.slice(position, match.index) };
    yield { liquid: true, text: source.slice(match.index, end) };
    position = end;
    opening.lastIndex = end;
  }
  yield { liquid: false, text: source.slice(position) };
}
