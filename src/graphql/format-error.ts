import type { ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import type { GraphQLFormattedError } from 'graphql';
import { ArgumentValidationError } from 'type-graphql';
import { PosternError } from '../shared/errors';
import type { GraphQLContext } from './context';

/** Codes that Apollo gives to requests that never reached a resolver; what they say is about the request only. */
const requestErrorCodes: ReadonlySet<unknown> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

/** Lets through what is meant for the caller; everything else is shown as INTERNAL_SERVER_ERROR. */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const { locations, path } = formatted;
  const { message, code } = publicPart(formatted, error) ?? {
    message: 'Something went wrong here. It has been logged; try again later.',
    code: 'INTERNAL_SERVER_ERROR',
  };
  return { message, ...(locations && { locations }), ...(path && { path }), extensions: { code } };
}

/** Logs each error that callers are not shown, with the id of its request. */
export const errorLog: ApolloServerPlugin<GraphQLContext> = {
  async requestDidStart() {
    return {
      async didEncounterErrors({ errors, contextValue }) {
        for (const error of errors.filter((candidate) => !publicPart(candidate, candidate))) {
          contextValue.log.error({ err: unwrapResolverError(error), path: error.path }, 'a field failed');
        }
      },
    };
  },
};

function publicPart(
  formatted: Pick<GraphQLFormattedError, 'message' | 'extensions'>,
  error: unknown,
): { message: string; code: string } | undefined {
  const cause = unwrapResolverError(error);
  if (cause instanceof PosternError && cause.code !== 'INTERNAL_SERVER_ERROR') {
    return { message: cause.message, code: cause.code };
  }
  if (cause instanceof ArgumentValidationError) {
    return { message: describeInvalidArguments(cause), code: 'BAD_USER_INPUT' };
  }
  const code = formatted.extensions?.code;
  return requestErrorCodes.has(code) ? { message: formatted.message, code: String(code) } : undefined;
}

function describeInvalidArguments({ extensions }: ArgumentValidationError): string {
  const problems = extensions.validationErrors.flatMap(({ constraints }) => Object.values(constraints ?? {}));
  return `Some arguments cannot be used: ${problems.join('; ')}.`;
}
