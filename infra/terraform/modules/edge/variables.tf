variable "project" {
  description = "Project that owns the load balancer."
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

variable "domain" {
  description = "Name under which devices reach the server; its address record points to the output `address`."
  type        = string

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.domain))
    error_message = "domain must be a full host name in small letters, such as sync.example.org."
  }
}

variable "services" {
  description = "Names of the Cloud Run services, by role."
  type        = map(string)
}

variable "assets_bucket" {
  description = "Bucket of the public files."
  type        = string
}

variable "sign_ins_per_minute" {
  description = "Attempts to sign in or up, or to pair, of one address in a minute."
  type        = number
  default     = 30

  validation {
    condition     = var.sign_ins_per_minute >= 1 && var.sign_ins_per_minute <= 600
    error_message = "sign_ins_per_minute must be from 1 to 600."
  }
}

variable "connects_per_minute" {
  description = "WebSockets one address opens in a minute. An office behind one address needs more than a home."
  type        = number
  default     = 240

  validation {
    condition     = var.connects_per_minute >= 1
    error_message = "connects_per_minute must be at least 1."
  }
}

variable "requests_per_minute" {
  description = "Requests of one address in a minute."
  type        = number
  default     = 1200

  validation {
    condition     = var.requests_per_minute >= 60
    error_message = "requests_per_minute must be at least 60."
  }
}

variable "refused_ranges" {
  description = "Ranges of addresses that are shut out, at most ten."
  type        = list(string)
  default     = []

  validation {
    condition     = length(var.refused_ranges) <= 10 && alltrue([for range in var.refused_ranges : can(cidrhost(range, 0))])
    error_message = "refused_ranges takes at most ten ranges such as 192.0.2.0/24."
  }
}

variable "preview" {
  description = "Log what the ready-made rules would refuse, and refuse nothing."
  type        = bool
  default     = false
}

variable "adaptive_protection" {
  description = "Let Cloud Armor learn what is usual and warn of floods."
  type        = bool
  default     = true
}

variable "log_sampling" {
  description = "Share of requests the load balancer logs, from 0 to 1."
  type        = number
  default     = 1

  validation {
    condition     = var.log_sampling > 0 && var.log_sampling <= 1
    error_message = "log_sampling must be above 0 and at most 1."
  }
}

variable "labels" {
  description = "Labels of the forwarding rules."
  type        = map(string)
  default     = {}
}
