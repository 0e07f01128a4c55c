/** The pipeline in its worker thread. */
export {};
