import { mosaicOf, TILE } from './mosaic';

interface ProductPictureProps {
  id: number;
  name: string;
  /** Drained of its colours. */
  soldOut: boolean;
  className?: string;
}

/** A picture of a product, drawn from its number and name: always the same for the same product, without photographs. */
export function ProductPicture({ id, name, soldOut, className = '' }: ProductPictureProps) {
  const { columns, rows, background, tiles } = mosaicOf(`${id} ${name}`);
  return (
    <svg aria-hidden viewBox={`0 0 ${columns * TILE} ${rows * TILE}`} preserveAspectRatio="xMidYMid slice" className={`block size-full transition-[filter,opacity] duration-500 ${soldOut ? 'opacity-45 grayscale' : ''} ${className}`}>
      <rect width="100%" height="100%" fill={background} />
      {tiles.map(({ x, y, fill, shape, color, turn }, place) => (
        <g key={place} transform={`translate(${x * TILE} ${y * TILE}) rotate(${turn * 90} ${TILE / 2} ${TILE / 2})`}>
          <rect width={TILE + 0.3} height={TILE + 0.3} fill={fill} />
          {/* The stroke closes the hairlines between tiles of one colour. */}
          <path d={shape} fill={color} stroke={color} strokeWidth={0.4} />
        </g>
      ))}
    </svg>
  );
}
