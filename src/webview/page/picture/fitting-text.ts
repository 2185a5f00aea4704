/**
 * About how wide a text is in a usual font, in pixels; there is nothing to measure with where the picture is written
 * to a file.
 */
export function textWidth(text: string, fontSize: number): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width * fontSize;
}

function characterWidth(character: string): number {
  if (/[\p{Mn}\p{Cf}]/u.test(character)) return 0;
  if (/[iljtfrI.,:;'|![\]() -]/u.test(character)) return 0.42;
  if (/[mwMW@%]/u.test(character)) return 1;
  if (/[a-z\d]/u.test(character)) return 0.66;
  return character.charCodeAt(0) < 0x1100 ? 0.8 : 1.05;
}

/** As much of a text as there is room for. */
export function fitting(text: string, width: number, fontSize: number): string {
  if (textWidth(text, fontSize) <= width) return text;
  let room = width - fontSize;
  let fits = '';
  for (const character of text) {
    room -= characterWidth(character) * fontSize;
    if (room < 0) break;
    fits += character;
  }
  return `${fits.trimEnd()}…`;
}
