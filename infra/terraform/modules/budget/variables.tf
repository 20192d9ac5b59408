variable "billing_account" {
  description = "Billing account, as XXXXXX-XXXXXX-XXXXXX."
  type        = string

  validation {
    condition     = can(regex("^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}$", var.billing_account))
    error_message = "billing_account must look like 012345-6789AB-CDEF01."
  }
}

variable "name" {
  description = "What is budgeted."
  type        = string
}

variable "project_number" {
  description = "Number of the project whose cost counts."
  type        = string
}

variable "monthly_amount" {
  description = "Whole units of the currency a month."
  type        = number

  validation {
    condition     = var.monthly_amount >= 1 && floor(var.monthly_amount) == var.monthly_amount
    error_message = "monthly_amount must be a whole number of at least 1."
  }
}

variable "currency" {
  description = "Currency of the billing account, ISO 4217."
  type        = string
  default     = "USD"

  validation {
    condition     = can(regex("^[A-Z]{3}$", var.currency))
    error_message = "currency must be three capital letters."
  }
}

variable "thresholds" {
  description = "Shares of the amount at which somebody is told."
  type        = list(number)
  default     = [0.5, 0.8, 1.0]
}

variable "notification_channels" {
  description = "Channels of Cloud Monitoring that are told, at most five."
  type        = list(string)

  validation {
    condition     = length(var.notification_channels) >= 1 && length(var.notification_channels) <= 5
    error_message = "notification_channels must name one to five channels."
  }
}
