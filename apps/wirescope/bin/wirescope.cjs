#!/usr/bin/env node
// @ts-check
const { load } = require("./bundle.cjs");

load("main.cjs")
  .main(process.argv.slice(2))
  .then((/** @type {number} */ status) => {
    process.exitCode = status;
  });
