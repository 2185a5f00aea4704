/** How large a picture is shown: 1 is 100 %. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export const smallest = 0.1;
export const largest = 4;

/** What the keys and buttons step through. */
const steps = [0.1, 0.15, 0.25, 0.35, 0.5, 0.65, 0.8, 1, 1.25, 1.5, 2, 3, 4];

export function within(scale: number): number {
  return Math.min(largest, Math.max(smallest, scale));
}

/** The next step, larger or smaller. */
export function stepped(scale: number, direction: 1 | -1): number {
  const next =
    direction === 1
      ? steps.find((step) => step > scale * 1.01)
      : steps.findLast((step) => step < scale / 1.01);
  return next ?? (direction === 1 ? largest : smallest);
}

/** So that all of it is seen, and not larger than it is. */
export function fitted(picture: Size, room: Size): number {
  return within(Math.min(1, room.width / picture.width, room.height / picture.height));
}

/** So that it is as wide as there is room, and can still be read. */
export function readable(picture: Size, room: Size): number {
  return within(Math.max(0.65, Math.min(1, room.width / picture.width)));
}
