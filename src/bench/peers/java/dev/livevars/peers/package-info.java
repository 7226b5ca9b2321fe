/**
 * Livevars beside etcd, NATS KV and Redis, measured by one program; a package below for each
 * system, which has a class path of its own.
 */
package dev.livevars.peers;
