/** A product as `/api/products` returns it. `price` is a decimal string with two places. */
export interface ShopProduct {
  id: number;
  name: string;
  price: string;
  stock: number;
  initialStock: number;
}

/** An order as `/api/purchase` confirms it. */
export interface ShopOrder {
  id: number;
  productId: number;
  productName: string;
  userId: string;
  quantity: number;
  unitPrice: string;
  totalPrice: string;
  /** What was left then; null where it is not known at once. */
  remaining: number | null;
  createdAt: string;
}

/** How many one press may buy. */
export const QUANTITIES = [1, 2, 3, 4, 5] as const;
