import type { FindCaller } from '../access/authenticate';
import type { Logger } from '../shared/logger';

/** What a resolver knows of the call. */
export interface GraphQLContext {
  findCaller: FindCaller;
  /** The language that the browser asked for, canonical BCP 47; undefined: none that is one. */
  acceptedLocale: string | undefined;
  requestId: string;
  /** Carries the request's id. */
  log: Pick<Logger, 'error'>;
}
