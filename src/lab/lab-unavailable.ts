/** A lab cannot be opened or cannot go on: a store is missing, lost, or does not permit it. The sentence says which, and what to do. */
export class LabUnavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LabUnavailable';
  }
}
