-- As whom a node is known to the cluster.
ALTER TABLE members ADD COLUMN cluster_member TEXT NOT NULL DEFAULT '';
