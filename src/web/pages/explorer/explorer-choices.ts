import type { PickerGroup } from '@/web/parts/controls/picker';

/** Left to the server. */
export const USUAL = 'usual';

export const EXPIRY_CHOICES: readonly PickerGroup[] = [
  {
    title: null,
    items: [
      { value: USUAL, label: 'As usual', hint: 'Once for strategies whose lock can expire too early even when nothing is broken; never for the others.' },
      { value: '0', label: 'Never', hint: 'Every lock lasts until its holder releases it.' },
      { value: '1', label: 'Once', hint: 'Once in a schedule, at any moment, every lock that has a time limit expires.' },
      { value: '2', label: 'Twice', hint: 'The same, twice in a schedule.' },
      { value: '3', label: 'Three times', hint: 'The same, three times in a schedule.' },
    ],
  },
];
