/** The lines that mysqld 5.7 writes at its start and end. `{}` stands for a value that the program puts in. */

export const START: readonly (readonly [level: string, text: string])[] = [
  ["Note", "InnoDB: PUNCH HOLE support available"],
  ["Note", "InnoDB: Mutexes and rw_locks use GCC atomic builtins"],
  ["Note", "InnoDB: Uses event mutexes"],
  ["Note", "InnoDB: GCC builtin __atomic_thread_fence() is used for memory barrier"],
  ["Note", "InnoDB: Compressed tables use zlib 1.2.11"],
  ["Note", "InnoDB: Using Linux native AIO"],
  ["Note", "InnoDB: Number of pools: 1"],
  ["Note", "InnoDB: Using CPU crc32 instructions"],
  ["Note", "InnoDB: Initializing buffer pool, total size = 128M, instances = 1, chunk size = 128M"],
  ["Note", "InnoDB: Completed initialization of buffer pool"],
  ["Note", "InnoDB: If the mysqld execution user is authorized, page cleaner thread priority can be changed. See the man page of setpriority()."],
  ["Note", "InnoDB: Highest supported file format is Barracuda."],
  ["Note", "InnoDB: Creating shared tablespace for temporary tables"],
  ["Note", "InnoDB: Setting file './ibtmp1' size to 12 MB. Physically writing the file full; Please wait ..."],
  ["Note", "InnoDB: File './ibtmp1' size is now 12 MB."],
  ["Note", "InnoDB: 96 redo rollback segment(s) found. 96 redo rollback segment(s) are active."],
  ["Note", "InnoDB: 32 non-redo rollback segment(s) are active."],
  ["Note", "InnoDB: Waiting for purge to start"],
  ["Note", "InnoDB: {version} started; log sequence number 12441933"],
  ["Note", "InnoDB: Loading buffer pool(s) from {datadir}/ib_buffer_pool"],
  ["Note", "Plugin 'FEDERATED' is disabled."],
  ["Note", "InnoDB: Buffer pool(s) load completed at {short}"],
  ["Note", "Found ca.pem, server-cert.pem and server-key.pem in data directory. Trying to enable SSL support using them."],
  ["Note", "Skipping generation of SSL certificates as certificate files are present in data directory."],
  ["Warning", "CA certificate ca.pem is self signed."],
  ["Note", "Skipping generation of RSA key pair as key files are present in data directory."],
];

export const LISTENING: readonly (readonly [string, string])[] = [
  ["Note", "Server hostname (bind-address): '*'; port: {port}"],
  ["Note", "IPv6 is available."],
  ["Note", "  - '::' resolves to '::';"],
  ["Note", "Server socket created on IP: '::'."],
];

export const READY: readonly (readonly [string, string])[] = [
  ["Warning", "Insecure configuration for --pid-file: Location '/var/run/mysqld' in the path is accessible to all OS users. Consider choosing a different directory."],
  ["Note", "Event Scheduler: Loaded 0 events"],
  ["Note", "mysqld: ready for connections."],
];

export const INITIALIZE: readonly (readonly [string, string])[] = [
  ["Warning", "InnoDB: New log files created, LSN=45790"],
  ["Warning", "InnoDB: Creating foreign key constraint system tables."],
  ["Warning", "No existing UUID has been found, so we assume that this is the first time that this server has been started. Generating a new UUID: {uuid}."],
  ["Warning", "Gtid table is not ready to be used. Table 'mysql.gtid_executed' cannot be opened."],
  ["Warning", "CA certificate ca.pem is self signed."],
];

const PLUGINS_FIRST = ["ngram", "partition", "BLACKHOLE", "ARCHIVE", "PERFORMANCE_SCHEMA", "MRG_MYISAM", "MyISAM", "INNODB_SYS_VIRTUAL", "INNODB_SYS_DATAFILES", "INNODB_SYS_TABLESPACES", "INNODB_SYS_FOREIGN_COLS", "INNODB_SYS_FOREIGN", "INNODB_SYS_FIELDS", "INNODB_SYS_COLUMNS", "INNODB_SYS_INDEXES", "INNODB_SYS_TABLESTATS", "INNODB_SYS_TABLES", "INNODB_FT_INDEX_TABLE", "INNODB_FT_INDEX_CACHE", "INNODB_FT_CONFIG", "INNODB_FT_BEING_DELETED", "INNODB_FT_DELETED", "INNODB_FT_DEFAULT_STOPWORD", "INNODB_METRICS", "INNODB_TEMP_TABLE_INFO", "INNODB_BUFFER_POOL_STATS", "INNODB_BUFFER_PAGE_LRU", "INNODB_BUFFER_PAGE", "INNODB_CMP_PER_INDEX_RESET", "INNODB_CMP_PER_INDEX", "INNODB_CMPMEM_RESET", "INNODB_CMPMEM", "INNODB_CMP_RESET", "INNODB_CMP", "INNODB_LOCK_WAITS", "INNODB_LOCKS", "INNODB_TRX", "InnoDB"];

export const SHUTDOWN: readonly (readonly [string, string])[] = [
  ["Note", "Giving {clients} client threads a chance to die gracefully"],
  ["Note", "Shutting down slave threads"],
  ["Note", "Forcefully disconnecting 0 remaining clients"],
  ["Note", "Event Scheduler: Purging the queue. 0 events"],
  ["Note", "Binlog end"],
  ...PLUGINS_FIRST.map((name) => ["Note", `Shutting down plugin '${name}'`] as const),
  ["Note", "InnoDB: FTS optimize thread exiting."],
  ["Note", "InnoDB: Starting shutdown..."],
  ["Note", "InnoDB: Dumping buffer pool(s) to {datadir}/ib_buffer_pool"],
  ["Note", "InnoDB: Buffer pool(s) dump completed at {short}"],
  ["Note", "InnoDB: Shutdown completed; log sequence number 12441952"],
  ["Note", 'InnoDB: Removed temporary tablespace data file: "ibtmp1"'],
  ...["MEMORY", "CSV", "sha256_password", "mysql_native_password", "binlog"].map((name) => ["Note", `Shutting down plugin '${name}'`] as const),
  ["Note", "mysqld: Shutdown complete\n"],
];
