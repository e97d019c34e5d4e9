import { Tokenizer, TypeGuards } from 'liquidjs';

/** A stretch of a template: a Liquid tag or output with its delimiters, or what stands between two of them. */
export interface Stretch {
  liquid: boolean;
  text: string;
}

/**
 * Cuts a template exactly where Liquid does: quotes and `{% raw %}` count.
 * @throws {LiquidError} when a tag or an output is not closed, or a tag has no name
 */
export function scanLiquid(source: string): Stretch[] {
  return new Tokenizer(source).readTopLevelTokens().map((token) => ({
    liquid: TypeGuards.isTagToken(token) || TypeGuards.isOutputToken(token),
    text: source.slice(token.begin, token.end),
  }));
}
