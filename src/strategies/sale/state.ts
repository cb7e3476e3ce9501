/** What has to be known about a sale to decide about the next purchase, and no more: a snapshot keeps exactly this. */
export interface SaleState {
  /** Whether anything was ever put on sale here. */
  opened: boolean;
  /** Units. */
  left: number;
}

/** Before the first event. */
export const initialState: SaleState = { opened: false, left: 0 };
