// Prints "PASSED FAILED" from the JSON report of a test run.
import { readFileSync } from "node:fs";

const report = JSON.parse(readFileSync(process.argv[2], "utf8"));
console.log(report.numPassedTests, report.numFailedTests);
