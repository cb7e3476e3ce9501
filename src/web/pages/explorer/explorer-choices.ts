import type { PickerGroup } from '@/web/parts/controls/picker';

/** Left to the server. */
export const USUAL = 'usual';

export const EXPIRY_CHOICES: readonly PickerGroup[] = [
  {
    title: null,
    items: [
      { value: USUAL, label: 'As usual', hint: 'Once where a lock is too short even when nothing is broken; never elsewhere.' },
      { value: '0', label: 'Never', hint: 'Every lock lives until its holder gives it back.' },
      { value: '1', label: 'Once', hint: 'At any moment of an order, once, every lock that ends by itself ends.' },
      { value: '2', label: 'Twice', hint: 'The same, two times in an order.' },
      { value: '3', label: 'Three times', hint: 'The same, three times in an order.' },
    ],
  },
];
