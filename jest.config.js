/** @type {import('jest').Config} */
module.exports = {
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  transform: { '^.+\\.(ts|js)$': ['@swc/jest', { configFile: '.swcrc' }] },
  // jose ships ES modules only
  transformIgnorePatterns: ['/node_modules/(?!jose/)'],
  globalSetup: '<rootDir>/tests/testkit/global-setup.ts',
  globalTeardown: '<rootDir>/tests/testkit/global-teardown.ts',
  testTimeout: 30_000,
  maxWorkers: 2,
};
