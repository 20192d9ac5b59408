variable "project" {
  description = "Project that owns the instance."
  type        = string
}

variable "name" {
  description = "Prefix of every name."
  type        = string
}

variable "region" {
  description = "Region of the instance."
  type        = string
}

variable "network" {
  description = "Id of the private network; the instance has no other address."
  type        = string
}

variable "tier" {
  description = "Machine type, for example db-custom-2-8192 (2 processors, 8 GiB)."
  type        = string

  validation {
    condition     = can(regex("^db-(custom-[0-9]+-[0-9]+|perf-optimized-N-[0-9]+|f1-micro|g1-small)$", var.tier))
    error_message = "tier must look like db-custom-2-8192, db-perf-optimized-N-8, db-g1-small or db-f1-micro."
  }
}

variable "edition" {
  description = "Cloud SQL edition: ENTERPRISE, or ENTERPRISE_PLUS for db-perf-optimized tiers."
  type        = string
  default     = "ENTERPRISE"

  validation {
    condition     = contains(["ENTERPRISE", "ENTERPRISE_PLUS"], var.edition)
    error_message = "edition must be ENTERPRISE or ENTERPRISE_PLUS."
  }
}

variable "high_availability" {
  description = "Keep a synchronous standby in another zone."
  type        = bool
}

variable "read_replica" {
  description = "Add an asynchronous read replica. The server does not read from it; it is for reports and for a fast promotion."
  type        = bool
  default     = false
}

variable "disk_gb" {
  description = "GB of disk at the start; it grows by itself."
  type        = number

  validation {
    condition     = var.disk_gb >= 10
    error_message = "disk_gb must be at least 10."
  }
}

variable "disk_limit_gb" {
  description = "GB the disk may grow to; 0 for no limit. A full disk stops every push."
  type        = number
  default     = 0

  validation {
    condition     = var.disk_limit_gb >= 0
    error_message = "disk_limit_gb must not be negative."
  }
}

variable "max_connections" {
  description = "Connections Postgres allows: instances times VALORIZE_DATABASE_CONNECTIONS, and a third more."
  type        = number

  validation {
    condition     = var.max_connections >= 50 && var.max_connections <= 4000
    error_message = "max_connections must be from 50 to 4000."
  }
}

variable "backup_location" {
  description = "Where backups lie: a region or a multi-region such as eu."
  type        = string
}

variable "retained_backups" {
  description = "Daily backups that are kept."
  type        = number
  default     = 30

  validation {
    condition     = var.retained_backups >= 7
    error_message = "retained_backups must be at least 7."
  }
}

variable "deletion_protection" {
  description = "Refuse to delete the instance and its secrets."
  type        = bool
  default     = true
}

variable "kms_key" {
  description = "Customer-managed key that encrypts the disk; null for Google's own."
  type        = string
  default     = null
}

variable "database" {
  description = "Name of the database."
  type        = string
  default     = "valorize"
}

variable "user" {
  description = "Name under which the server signs in."
  type        = string
  default     = "valorize"
}

variable "password_version" {
  description = "Raise it by one to give the server a new password."
  type        = number
  default     = 1

  validation {
    condition     = var.password_version >= 1
    error_message = "password_version starts at 1 and is raised, never lowered."
  }
}

variable "authority_path" {
  description = "File inside the server's container that holds the instance's certificate authority."
  type        = string
}

variable "labels" {
  description = "Labels of everything that takes some."
  type        = map(string)
  default     = {}
}
