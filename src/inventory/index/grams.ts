/** Bits of a signature: few texts have so many different groups of three characters that it says nothing any more. */
const bits = 1024;

/** Which groups of three characters a text may have. A wrong yes is possible, a wrong no is not. */
export type Signature = Uint32Array;

export function signatureOf(texts: readonly string[]): Signature {
  const signature = new Uint32Array(bits / 32);
  for (const text of texts) {
    for (let at = 0; at + 2 < text.length; at += 1) {
      const gram = gramAt(text, at);
      signature[gram >> 5] = (signature[gram >> 5] ?? 0) | (1 << (gram & 31));
    }
  }
  return signature;
}

/** The groups that have to be in a text that holds this one; none where it is too short to tell. */
export function gramsOf(text: string): readonly number[] {
  return Array.from({ length: Math.max(0, text.length - 2) }, (_, at) => gramAt(text, at));
}

export function mayHold(signature: Signature, grams: readonly number[]): boolean {
  for (const gram of grams) {
    if (((signature[gram >> 5] ?? 0) & (1 << (gram & 31))) === 0) return false;
  }
  return true;
}

function gramAt(text: string, at: number): number {
  const first = text.charCodeAt(at);
  const second = text.charCodeAt(at + 1);
  const third = text.charCodeAt(at + 2);
  return ((first * 961 + second * 31 + third) * 2_654_435_761) >>> 22;
}
