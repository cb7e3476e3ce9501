export { ImpossibleMove } from '@/lab/interleaving';
