/** Compares texts by code unit, but runs of digits by their number. */
export function naturalOrder(a: string, b: string): number {
  const left = pieces(a);
  const right = pieces(b);
  for (const [index, piece] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const order = comparePieces(piece, other);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** Runs of digits, and the characters between them one by one. */
function pieces(text: string): readonly string[] {
  return text.match(/\d+|[^\d]/gs) ?? [];
}

function comparePieces(a: string, b: string): number {
  if (!/^\d/.test(a) || !/^\d/.test(b)) return plain(a, b);
  const [x, y] = [a.replace(/^0+/, ""), b.replace(/^0+/, "")];
  // The one with fewer leading zeros comes first when the numbers are the same.
  return x.length - y.length || plain(x, y) || a.length - b.length;
}

function plain(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
