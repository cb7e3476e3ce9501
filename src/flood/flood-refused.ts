/** Why a flood was not queued; nothing was stored. */
export class FloodRefused extends Error {
  constructor(
    readonly code: 'queue_full' | 'service_missing' | 'fault_refused',
    message: string,
  ) {
    super(message);
    this.name = 'FloodRefused';
  }
}
