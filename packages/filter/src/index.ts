/** Display filters: parser, types, completion, predicates. */
export {};
