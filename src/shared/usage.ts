/** Why a person is being verified; it picks the template. */
export const usageTypes = ['REGISTER', 'SIGN_IN', 'FORGOT_PASSWORD', 'GENERIC'] as const;

export type UsageType = (typeof usageTypes)[number];
