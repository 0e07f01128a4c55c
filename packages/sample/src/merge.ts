/** Many generators of frames, each in order of time, as one: a binary heap on the next frame of each. */
import type { Frames, SampleFrame } from "./sample-frame.ts";

interface Source {
  readonly frames: Frames;
  frame: SampleFrame;
  /** Ties are broken by it, so that the order never depends on the heap's shape. */
  readonly order: number;
}

export function* mergeFrames(generators: Iterable<Frames>): Frames {
  const heap: Source[] = [];
  let order = 0;
  for (const frames of generators) {
    const { done, value } = frames.next();
    if (done === true) continue;
    heap.push({ frames, frame: value, order: order++ });
    rise(heap, heap.length - 1);
  }
  while (heap.length > 0) {
    const first = heap[0]!;
    yield first.frame;
    const { done, value } = first.frames.next();
    if (done === true) {
      const last = heap.pop()!;
      if (heap.length > 0) heap[0] = last;
    } else {
      first.frame = value;
    }
    sink(heap);
  }
}

function before(left: Source, right: Source): boolean {
  const difference = left.frame.time - right.frame.time;
  return difference === 0 ? left.order < right.order : difference < 0;
}

function rise(heap: Source[], from: number): void {
  let index = from;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    if (!before(heap[index]!, heap[parent]!)) return;
    [heap[index], heap[parent]] = [heap[parent]!, heap[index]!];
    index = parent;
  }
}

function sink(heap: Source[]): void {
  let index = 0;
  for (;;) {
    let smallest = index;
    for (const child of [2 * index + 1, 2 * index + 2]) {
      if (child < heap.length && before(heap[child]!, heap[smallest]!)) smallest = child;
    }
    if (smallest === index) return;
    [heap[index], heap[smallest]] = [heap[smallest]!, heap[index]!];
    index = smallest;
  }
}
