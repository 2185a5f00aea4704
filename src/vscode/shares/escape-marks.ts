/** Marks that give what follows another order than it has; as escapes they stay exact and readable. */
const turning = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\u2028\u2029]/gu;

/** A text of several lines from a cloud, such as JSON, as it can be shown: nothing in it stands where it is not. */
export function withMarksEscaped(text: string): string {
  return text.replace(turning, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
