/** What an admin key may be allowed to do. */
export const scopes = [
  'connector:read',
  'connector:write',
  'connector:test',
  'template:read',
  'template:write',
  'delivery:read',
  'delivery:recipients',
  'mail-catcher:read',
] as const;

export type Scope = (typeof scopes)[number];
