export { ImpossibleMove } from '@/lab/interleaving';
export { LabUnavailable } from '@/lab/lab-unavailable';
