/**
 * A service that the command needs is missing and could not be provided. The message says what was tried, what
 * changed and what to do. The command line ends with exit code 4.
 */
export class ServiceMissingError extends Error {
  constructor(
    readonly service: 'postgres' | 'redis' | 'nats' | 'shops' | 'web' | 'chromium',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'ServiceMissingError';
  }
}
