/**
 * The steps of the recordings that our machine answers otherwise, each with its reason. A step listed here that becomes equal
 * fails the test as well: the list is neither longer nor shorter than the truth. Seen from a fixed seed on a virtual clock.
 */

const VERSIONS = "versions and commits: ours are those of Docker's own packages, the recorded engines were built by others with newer parts";
const MARIADB = "the recording's mysql:5.7 is MariaDB 10.11; ours logs as MySQL 5.7.31 does";
const LAYER_ORDER = "tar lists the image configs and layers in the order of their digests, and digests differ";
const LOGOUT = "bash of the recording's Debian host speaks Korean; the post's CentOS prints `logout`";
const SUDO = "sudo of the recording's Debian host asks `[sudo] user 암호:`; the post's CentOS asks `[sudo] user의 암호:`";
const ID_ORDER = "volume names made at random sort before or after backingFsBlockDev";
const EARLY_LOGS = "the recorded container had not printed its error yet when the logs were asked for; ours had";
const REDRAW = "the recorded shell's answer to the change of window size came after the step; in the Korean recording of the same step it is there";
const REMOVAL_ORDER = "centos:7 and centos:latest are of nearly the same time: the Korean recording of the same step has them in our order, this one has not";

export const DIFFERENCES: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  "19.03.12/post/blog": { 14: LAYER_ORDER, 19: VERSIONS, 113: MARIADB },
  "19.03.12/post/blog-ko": { 14: LAYER_ORDER, 19: VERSIONS, 84: SUDO, 88: LOGOUT, 94: LOGOUT, 101: LOGOUT, 113: MARIADB },
  "28.5.2/post/blog": { 19: VERSIONS, 70: EARLY_LOGS, 87: ID_ORDER, 93: ID_ORDER, 102: REDRAW, 113: MARIADB, 115: REMOVAL_ORDER },
  "28.5.2/post/blog-ko": { 19: VERSIONS, 84: SUDO, 87: ID_ORDER, 88: LOGOUT, 93: ID_ORDER, 94: LOGOUT, 101: LOGOUT, 113: MARIADB },
};
