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

variable "memory_gb" {
  description = "GiB of memory."
  type        = number
  default     = 1

  validation {
    condition     = var.memory_gb >= 1 && var.memory_gb <= 300
    error_message = "memory_gb must be from 1 to 300."
  }
}

variable "high_availability" {
  description = "Keep a replica in another zone. Without it a lost instance costs latency for some minutes and no data."
  type        = bool
}

variable "transit_encryption" {
  description = "TLS between server and Redis. Needs a server whose Redis client speaks TLS (rediss://), which today's does not."
  type        = bool
  default     = false
}

variable "deletion_protection" {
  description = "Refuse to delete the secret."
  type        = bool
  default     = true
}

variable "kms_key" {
  description = "Customer-managed key; null for Google's own."
  type        = string
  default     = null
}

variable "labels" {
  description = "Labels of everything that takes some."
  type        = map(string)
  default     = {}
}
