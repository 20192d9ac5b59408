variable "project" {
  description = "Project everything is made in. One project holds one environment."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project))
    error_message = "project must be a project id: 6 to 30 small letters, digits and hyphens."
  }
}

variable "region" {
  description = "Region of everything that has one."
  type        = string

  validation {
    condition     = can(regex("^[a-z]+-[a-z]+[0-9]+$", var.region))
    error_message = "region must look like europe-west1 or southamerica-east1."
  }
}

variable "environment" {
  description = "Name of the environment; it stands in every name."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2,8}$", var.environment))
    error_message = "environment must be 2 to 8 small letters: names of service accounts are short."
  }
}

variable "domain" {
  description = "Name under which devices reach the server."
  type        = string
}

variable "image" {
  description = "The first image, by digest. Later ones come from the pipeline."
  type        = string
}

variable "github_repository" {
  description = "The repository whose pipeline deploys, as owner/name."
  type        = string
}

variable "mail" {
  description = "Who is told of alerts, as name and e-mail address."
  type        = map(string)
}

variable "billing_account" {
  description = "Billing account the budget belongs to."
  type        = string
}

variable "oidc" {
  description = "OIDC issuer and client id for signing in, beside passwords; null for passwords alone."
  type        = object({ issuer = string, client_id = string })
  default     = null
}

variable "github_ref" {
  description = "The only ref whose runs may deploy."
  type        = string
  default     = "refs/heads/main"
}

variable "backup_location" {
  description = "Where backups of Postgres lie: another region or a multi-region."
  type        = string
}

variable "database" {
  description = "Size of Postgres."
  type = object({
    tier              = string
    edition           = optional(string, "ENTERPRISE")
    high_availability = bool
    read_replica      = optional(bool, false)
    disk_gb           = number
    max_connections   = number
  })
}

variable "cache" {
  description = "Size of Redis."
  type = object({
    memory_gb         = number
    high_availability = bool
  })
}

variable "sizes" {
  description = "Size of each role; see modules/services."
  type = map(object({
    min_instances   = number
    max_instances   = number
    concurrency     = number
    cpu             = string
    memory          = string
    timeout_seconds = number
  }))
}

variable "queues" {
  description = "Queues by kind of work; see modules/queue. The worker uses `jobs`."
  type = map(object({
    per_second    = number
    at_once       = number
    attempts      = number
    give_up_after = string
  }))

  default = {
    jobs = { per_second = 200, at_once = 40, attempts = 20, give_up_after = "86400s" }
  }
}

variable "sign_up" {
  description = "Who may make an account: open, invitation or closed."
  type        = string
  default     = "invitation"
}

variable "firewall_preview" {
  description = "Log what the firewall's ready-made rules would refuse, and refuse nothing."
  type        = bool
  default     = false
}

variable "log_retention_days" {
  description = "Days the server's logs are kept."
  type        = number
  default     = 30
}

variable "lock_audit" {
  description = "Lock the audit log's retention for good."
  type        = bool
  default     = false
}

variable "monthly_amount" {
  description = "Budget a month, in whole units of the billing account's currency."
  type        = number
}

variable "kms_key" {
  description = "Customer-managed key for disk, cache, objects and images; null for Google's own."
  type        = string
  default     = null
}

variable "deletion_protection" {
  description = "Refuse to delete what holds data."
  type        = bool
  default     = true
}
