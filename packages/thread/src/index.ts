/** A worker thread as whoever starts it sees it. */
export { builtBeside, Thread, type ThreadOptions } from "./thread.ts";
