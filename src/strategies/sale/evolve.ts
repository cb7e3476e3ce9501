import type { SaleEvent } from './events';
import type { SaleState } from './state';

/** The state after one more event. Pure, and without any check: an event is a fact. */
export function evolve(state: SaleState, event: SaleEvent): SaleState {
  switch (event.kind) {
    case 'sale-opened':
      return { opened: true, left: event.data.units };
    case 'units-sold':
      return { ...state, left: state.left - event.data.quantity };
    case 'purchase-rejected':
      return state;
  }
}
