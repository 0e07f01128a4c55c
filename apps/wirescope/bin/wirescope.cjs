#!/usr/bin/env node
// @ts-check
const { load } = require("./bundle.cjs");

load("main.cjs")
  .main(process.argv.slice(2))
  .then((/** @type {number} */ status) => {
    // Standard output may have failed by now, which a status of 0 would hide.
    process.exitCode ||= status;
  });
