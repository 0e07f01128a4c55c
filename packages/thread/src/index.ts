/** A worker thread as whoever starts it sees it. */
export { Thread, type ThreadOptions } from "./thread.ts";
