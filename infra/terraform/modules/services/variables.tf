variable "project" {
  description = "Project that owns the services."
  type        = string
}

variable "project_number" {
  description = "Its number, which Cloud Run's addresses hold."
  type        = string
}

variable "name" {
  description = "Prefix of every name."
  type        = string
}

variable "region" {
  description = "Region of the services."
  type        = string
}

variable "network" {
  description = "Id of the private network."
  type        = string
}

variable "subnetwork" {
  description = "Id of the subnetwork in which instances take addresses."
  type        = string
}

variable "image" {
  description = "The first image, by digest. Later ones come from the pipeline."
  type        = string

  validation {
    condition     = can(regex("@sha256:[0-9a-f]{64}$", var.image))
    error_message = "image must be named by its digest (NAME@sha256:...): a tag may mean another program tomorrow."
  }
}

variable "metrics_image" {
  description = "Google's collector that runs beside each instance and reads /metrics."
  type        = string
  default     = "us-docker.pkg.dev/cloud-ops-agents-artifacts/cloud-run-gmp-sidecar/cloud-run-gmp-sidecar:1.2.0"
}

variable "accounts" {
  description = "Service accounts by role: relay, api, worker, admin, tasks."
  type        = map(string)

  validation {
    condition     = alltrue([for role in ["relay", "api", "worker", "admin", "tasks"] : contains(keys(var.accounts), role)])
    error_message = "accounts must have relay, api, worker, admin and tasks."
  }
}

variable "deployer" {
  description = "Service account of the pipeline."
  type        = string
}

variable "sizes" {
  description = "Size of each role: instances, requests one instance takes at once, processors, memory, seconds a request may last."
  type = map(object({
    min_instances   = number
    max_instances   = number
    concurrency     = number
    cpu             = string
    memory          = string
    timeout_seconds = number
  }))

  validation {
    condition     = alltrue([for role in ["relay", "api", "worker"] : contains(keys(var.sizes), role)])
    error_message = "sizes must have relay, api and worker."
  }

  validation {
    condition     = alltrue([for size in values(var.sizes) : size.min_instances >= 0 && size.max_instances >= max(size.min_instances, 1)])
    error_message = "max_instances must be at least 1 and at least min_instances."
  }

  validation {
    condition     = alltrue([for size in values(var.sizes) : size.concurrency >= 1 && size.concurrency <= 1000])
    error_message = "concurrency must be from 1 to 1000: Cloud Run allows no more, a WebSocket counts as one."
  }

  validation {
    condition     = alltrue([for size in values(var.sizes) : size.timeout_seconds >= 1 && size.timeout_seconds <= 3600])
    error_message = "timeout_seconds must be from 1 to 3600, Cloud Run's longest request."
  }
}

variable "connections_per_instance" {
  description = "Connections to Postgres one instance opens."
  type        = number
  default     = 8

  validation {
    condition     = var.connections_per_instance >= 2
    error_message = "connections_per_instance must be at least 2."
  }
}

variable "max_connections" {
  description = "Connections Postgres allows."
  type        = number
}

variable "database_secret" {
  description = "Secret with the address of Postgres."
  type        = string
}

variable "authority_secret" {
  description = "Secret with the certificate authority of Postgres."
  type        = string
}

variable "authority_path" {
  description = "File that certificate authority is mounted as; the address of Postgres names it."
  type        = string
}

variable "redis_secret" {
  description = "Secret with the address of Redis."
  type        = string
}

variable "objects_bucket" {
  description = "Bucket for what the server keeps."
  type        = string
}

variable "queues" {
  description = "Full names of the queues, by kind of work."
  type        = map(string)
}

variable "sign_up" {
  description = "Who may make an account: open, invitation or closed."
  type        = string
  default     = "invitation"

  validation {
    condition     = contains(["open", "invitation", "closed"], var.sign_up)
    error_message = "sign_up must be open, invitation or closed."
  }
}

variable "oidc" {
  description = "OIDC issuer and client id for signing in, beside passwords; null for passwords alone."
  type        = object({ issuer = string, client_id = string })
  default     = null

  validation {
    condition     = var.oidc == null ? true : startswith(var.oidc.issuer, "https://")
    error_message = "oidc.issuer must be an https address."
  }
}

variable "prune_after_days" {
  description = "Days a change is kept in full after two verified snapshots hold it."
  type        = number
  default     = 90

  validation {
    condition     = var.prune_after_days >= 90
    error_message = "prune_after_days must be at least 90; the server refuses less."
  }
}

variable "log_level" {
  description = "What is logged: a level, or levels by module."
  type        = string
  default     = "info"
}

variable "kms_key" {
  description = "Customer-managed key for the images; null for Google's own."
  type        = string
  default     = null
}

variable "deletion_protection" {
  description = "Refuse to delete services, jobs and secrets."
  type        = bool
  default     = true
}

variable "labels" {
  description = "Labels of everything that takes some."
  type        = map(string)
  default     = {}
}
