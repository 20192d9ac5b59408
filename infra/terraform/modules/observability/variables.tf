variable "project" {
  description = "Project that is watched."
  type        = string
}

variable "name" {
  description = "Prefix of every name."
  type        = string
}

variable "domain" {
  description = "Name under which the server is reached from outside."
  type        = string
}

variable "services" {
  description = "Names of the Cloud Run services, by role."
  type        = map(string)
}

variable "database_instance" {
  description = "Name of the Cloud SQL instance."
  type        = string
}

variable "mail" {
  description = "Who is told, as name and e-mail address."
  type        = map(string)

  validation {
    condition     = length(var.mail) >= 1 && alltrue([for address in values(var.mail) : can(regex("^[^@ ]+@[^@ ]+$", address))])
    error_message = "mail must name at least one e-mail address: an alert nobody hears is none."
  }
}

variable "backlog" {
  description = "Waiting jobs in a queue above which somebody is told."
  type        = number
  default     = 5000

  validation {
    condition     = var.backlog >= 1
    error_message = "backlog must be at least 1."
  }
}

variable "log_location" {
  description = "Region of the log buckets, or global."
  type        = string
}

variable "retention_days" {
  description = "Days the server's logs are kept."
  type        = number
  default     = 30

  validation {
    condition     = var.retention_days >= 14
    error_message = "retention_days must be at least 14."
  }
}

variable "audit_retention_days" {
  description = "Days the audit log is kept."
  type        = number
  default     = 400

  validation {
    condition     = var.audit_retention_days >= 365
    error_message = "audit_retention_days must be at least 365."
  }
}

variable "lock_audit" {
  description = "Lock the audit log's retention: it can never be shortened again, and the bucket not be deleted before."
  type        = bool
  default     = false
}
