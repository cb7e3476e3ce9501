/**
 * The address that a call came from, as the server in front of the routes has found it. Nothing else is believed: whatever a
 * client says of itself it could say otherwise the next time.
 */
export const clientOf = (request: Request): string => request.headers.get('x-stampede-client') ?? 'unknown';
