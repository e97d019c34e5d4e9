import type { ConnectorFactory } from '../connector-kit/connector-factory';
import { smtp } from './smtp/smtp';

/** Every factory that ships with Postern, in the order in which the console offers them. */
export const builtInFactories: readonly ConnectorFactory[] = [smtp];
